import MarkdownIt from 'markdown-it';

/** Beneath the page's own headings: its title and "Context". */
const HEADINGS_DOWN = 2;
/** Quotes in quotes, lists in lists: past this nobody reads, and past 100 the parser stops. */
const DEEPEST = 50;
const TEXT_BLOCKS = new Set(['paragraph_open', 'heading_open', 'list_item_open', 'th_open', 'td_open']);

/**
 * Markdown that somebody else wrote, as HTML that is safe to show: HTML in it stays text, images are links, links lead
 * to the web or to a mailbox alone and say where, and each text runs in its own direction.
 */
export function markdownToHtml(text: string): string {
  const tokens = markdown.parse(text, {});
  if (tokens.some(({ level }) => level > DEEPEST)) return code(text); // the renderer would leave out what lies deeper
  return markdown.renderer.render(tokens, markdown.options, {});
}

// Definitions of links would be left out too, and whatever stands in them.
const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('reference');
const { escapeHtml } = markdown.utils;
const { rules } = markdown.renderer;

markdown.validateLink = (url) => targetOf(url) !== null;

markdown.core.ruler.push('fit_into_page', ({ tokens }) => {
  for (const token of tokens) {
    if (TEXT_BLOCKS.has(token.type)) token.attrSet('dir', 'auto');
    if (token.type.startsWith('heading_')) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + HEADINGS_DOWN)}`;
    let href = ''; // links do not stand in links
    for (const child of token.children ?? []) {
      if (child.type === 'link_open') href = String(child.attrGet('href'));
      if (child.type === 'link_close') child.meta = { href };
    }
  }
});

rules.link_open = (tokens, index) => openLink(String(tokens[index]?.attrGet('href')));
rules.link_close = (tokens, index) => closeLink(String(tokens[index]?.meta?.href));
rules.image = (tokens, index) => {
  const href = String(tokens[index]?.attrGet('src'));
  return `${openLink(href)}${escapeHtml(tokens[index]?.content || 'image')}${closeLink(href)}`;
};
// What is wider than the page scrolls by itself, with the keyboard too.
rules.fence = (tokens, index) => code(tokens[index]?.content ?? '');
rules.code_block = rules.fence;
rules.table_open = () => '<div class="wide" tabindex="0"><table class="data">';
rules.table_close = () => '</table></div>';

const code = (text: string): string => `<pre class="wide" tabindex="0"><code>${escapeHtml(text)}</code></pre>\n`;

const openLink = (href: string): string =>
  `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer nofollow">`;
const closeLink = (href: string): string =>
  `</a> <span class="link-target">(${escapeHtml(targetOf(href) ?? '')})</span>`;

/** The host or the address that a link leads to, whatever its text says; null where we do not lead. */
function targetOf(href: string): string | null {
  try {
    const { protocol, host, pathname } = new URL(href);
    if (protocol === 'mailto:') return pathname;
    return protocol === 'https:' || protocol === 'http:' ? host : null;
  } catch {
    return null;
  }
}
