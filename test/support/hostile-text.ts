/** Text that tries to be more than text, each with its name. */
export const HOSTILE: readonly (readonly [string, string])[] = [
  ['a script', '<script>alert(1)</script>'],
  ['an attribute', '"><img src=x onerror="alert(1)">'],
  ['an end of its element', '</textarea></title></p></td><script>alert(1)</script>'],
  ['a header', 'Refund\r\nBcc: everyone@company.com\r\n\r\n<script>alert(1)</script>'],
  ['text that runs backwards', 'Pay \u202e000,1$\u202c \u2066and\u2069 more'],
  ['null bytes and controls', 'a\0b\u0007c\u001b[31md\u0085e\u009bf'],
  ['half a character', 'a\ud800b\udc00c'],
  ['a comment and a CDATA section', '<!-- --><![CDATA[ x ]]>--><!--[if mso]>'],
  ['a call to a whole channel', '<!channel> <!here> <@U012AB3CD> *bold* `code`'],
  ['a path', '../../../../etc/passwd'],
  ['a letter under 10,000 marks', `a${'\u0301'.repeat(10_000)}`],
  ['entities', '&#x202e;&lt;script&gt;&nbsp;'],
];

/** Whether the text holds controls or marks that make it run backwards. */
export function hasUnseen(text: string): boolean {
  return /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text) || !text.isWellFormed();
}
