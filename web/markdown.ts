/**
 * Text that may be Markdown, as HTML that is safe and loses no character. An approver must read what the agent will do:
 * `/var/*.bak`, `__init__.py`, `# rm` and `1. 1. 1.` mean something without being Markdown. So marks stay visible and are
 * only styled, and nothing is rearranged: without its tags the HTML is the text.
 */
export function markdownToHtml(text: string): string {
  return blocksIn(text.split('\n')).map(htmlOf).join('');
}

type Kind = 'blank' | 'code' | 'heading' | 'text';
interface Block {
  readonly kind: Kind;
  readonly lines: string[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^(#{1,6}) /;
/** Tables and indented code keep their columns in a font of one width. */
const COLUMNS = /^(?: {4}|\t| {0,3}\|)/;

/** Neighbouring lines of one kind. */
function blocksIn(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let fence: string | null = null;
  for (const line of lines) {
    const [, mark] = FENCE.exec(line) ?? [];
    const kind = fence !== null || mark ? 'code' : kindOf(line);
    const last = blocks.at(-1);
    const isNew = !last || last.kind !== kind || kind === 'heading' || (fence === null && mark !== undefined);
    if (isNew) blocks.push({ kind, lines: [line] });
    else last.lines.push(line);
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
  }
  return blocks;
}

function kindOf(line: string): Kind {
  if (line.trim() === '') return 'blank';
  if (HEADING.test(line)) return 'heading';
  return COLUMNS.test(line) ? 'code' : 'text';
}

function htmlOf({ kind, lines }: Block): string {
  const text = lines.join('\n');
  switch (kind) {
    case 'blank':
      return '\n';
    case 'code':
      return `<pre class="wide" tabindex="0"><code>${escapeHtml(text)}</code></pre>\n`;
    case 'heading': {
      const level = Math.min(6, (HEADING.exec(text)?.[1]?.length ?? 1) + HEADINGS_DOWN);
      return `<h${level} class="plain" dir="auto">${inlineOf(text)}</h${level}>\n`;
    }
    case 'text':
      return `<p class="plain" dir="auto">${inlineOf(text)}</p>\n`;
  }
}

/** Beneath the page's own headings: its title and "Context". */
const HEADINGS_DOWN = 2;

/** Code, bold text and links. The lengths are bounded so that no text takes longer than its length allows. */
const INLINE = /(`[^`\n]{1,300}`)|(\*\*[^*\n]{1,300}\*\*)|(https?:\/\/[^\s<>"'`()[\]{}|\\^*]{1,2000})/g;

function inlineOf(text: string): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, bold] = match;
    html += escapeHtml(text.slice(end, match.index));
    if (code) html += `<code>${escapeHtml(whole)}</code>`;
    else html += bold ? `<strong>${escapeHtml(whole)}</strong>` : linkOf(whole);
    end = match.index + whole.length;
  }
  return html + escapeHtml(text.slice(end));
}

/** A link shows where it leads; if browsers would spell its host differently, that too. */
function linkOf(text: string): string {
  const [url = text] = /^.*[^.,;:!?]/.exec(text) ?? [];
  const host = hostOf(url);
  if (host === null) return escapeHtml(text);
  const href = escapeHtml(url);
  const target = url.toLowerCase().includes(`//${host}`)
    ? ''
    : ` <span class="link-target">(${escapeHtml(host)})</span>`;
  const link = `<a href="${href}" target="_blank" rel="noopener noreferrer nofollow">${href}</a>`;
  return `${link}${target}${escapeHtml(text.slice(url.length))}`;
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
