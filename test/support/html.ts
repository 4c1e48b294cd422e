/** The words of a page, as a reader of its text gets them. */
export function wordsOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,])/g, '$1')
    .trim();
}

/** The tags of a page in order, without the values of their attributes: what no text may ever change. */
export function tagsOf(html: string): readonly string[] {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, '=""'));
}

/** The tag that carries this text, such as `value="deny"`. */
export function tagWith(html: string, text: string): string {
  const tag = (html.match(/<[^>]*>/g) ?? []).find((one) => one.includes(text));
  if (!tag) throw new Error(`no tag with ${text}`);
  return tag;
}
