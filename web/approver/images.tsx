interface ImagesProps {
  /** Where the agent says they are. Browsers get them from our own server, and not from there. */
  readonly urls: readonly string[];
  /** Of the page that they are on: `/d/<token>`. */
  readonly path: string;
}

/** The agent's images; nothing where there are none. One that cannot be shown still has its link. */
export function Images({ urls, path }: ImagesProps) {
  if (urls.length === 0) return null;
  return (
    <section class="part" aria-labelledby="images-title">
      <h2 id="images-title">Images</h2>
      <div class="shots">
        {urls.map((url, index) => (
          <Shot url={url} src={`${path}/images/${index + 1}`} place={`${index + 1} of ${urls.length}`} />
        ))}
      </div>
    </section>
  );
}

function Shot({ url, src, place }: { readonly url: string; readonly src: string; readonly place: string }) {
  const { host, pathname } = new URL(url);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1) || host;
  return (
    <figure>
      <a href={src} target="_blank" rel="noopener">
        <img src={src} alt={`${place}: ${name}`} />
      </a>
      <figcaption>
        {place}:{' '}
        <a href={url} target="_blank" rel="noopener noreferrer nofollow">
          <bdi>{name}</bdi>
        </a>{' '}
        <span class="link-target">({host})</span>
      </figcaption>
    </figure>
  );
}
