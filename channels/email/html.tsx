import { renderToString } from 'preact-render-to-string';
import type { Urgency } from '../../domain/urgency';
import type { Deadline, Message } from '../message';
import type { Limits } from '../shorten';
import { urgencyInWords } from '../urgency';
import { Brand } from './brand';
import { Choices } from './choices';
import { DetailTable, Paragraphs, Rest } from './details';
import { shortenForMail } from './limits';
import { DIM, Dim, ground, Heading, INK, Part, RULE, Table } from './parts';
import { shell } from './shell';
import { choicesNote } from './words';

const SANS = "-apple-system,'Segoe UI',Inter,Roboto,'Helvetica Neue',Arial,sans-serif";

/** The message as HTML that mail clients can show: tables, inline style, nothing loaded from anywhere. */
export function htmlOf(message: Message, limits: Limits): string {
  return shell({
    head: renderToString(<title>{message.subject}</title>),
    body: renderToString(
      // biome-ignore lint/a11y/useSemanticElements: older mail clients drop an article
      <div role="article" aria-roledescription="email" aria-label={message.subject} lang="en">
        <Sheet message={message} limits={limits} />
      </div>,
    ),
  });
}

function Sheet({ message, limits }: { readonly message: Message; readonly limits: Limits }) {
  const { context, contextLeft, details, detailsLeft } = shortenForMail(message, limits);
  return (
    <Table class="sheet" width="100%" {...ground('#ffffff', `max-width:600px;font-family:${SANS};text-align:left;`)}>
      <tr>
        <td class="pad rule" style={`padding:20px 36px;border-bottom:1px solid ${RULE};`}>
          <div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">
            {message.asker} {message.asksFor}. {message.deadline.text}.
          </div>
          <Brand />
        </td>
      </tr>
      <Part above={32}>
        <Tag urgency={message.urgency} />
        <Title text={message.title} />
        <Dim size={16} above={12}>
          <Strong text={message.asker} /> {message.asksFor}.
        </Dim>
        {message.remarks.map((remark) => (
          <Dim size={16} above={8}>
            {remark}
          </Dim>
        ))}
        {message.note && <Note text={message.note} />}
      </Part>
      <Part above={24}>
        <Due {...message.deadline} />
      </Part>
      <Part above={24}>
        <Choices choices={message.choices} />
        <Dim size={14} above={12}>
          {choicesNote(message)}
        </Dim>
      </Part>
      {context && (
        <Part above={32}>
          <Heading text="Context" />
          <Paragraphs text={context} />
          {contextLeft && <Rest text={contextLeft} link={message.link} />}
        </Part>
      )}
      {details.length > 0 && (
        <Part above={28}>
          <Heading text="Details" />
          <DetailTable details={details} />
          {detailsLeft && <Rest text={detailsLeft} link={message.link} />}
        </Part>
      )}
      {message.more && (
        <Part above={20}>
          <Rest text={message.more} link={message.link} />
        </Part>
      )}
      <Part above={32} below={32}>
        <Table width="100%">
          <tr>
            <td
              class="dim rule"
              style={`padding-top:16px;border-top:1px solid ${RULE};font-size:13px;line-height:20px;color:${DIM};`}
            >
              <div style="margin-bottom:12px;word-break:break-word;">
                If the buttons don't work, open{' '}
                <a class="link" href={message.link} target="_blank" rel="noopener" style="color:#0a5567;">
                  {message.link}
                </a>
              </div>
              {message.closing.map((line) => (
                <div style="word-break:break-word;">{line}</div>
              ))}
            </td>
          </tr>
        </Table>
      </Part>
    </Table>
  );
}

/** What the person who passed the request on wrote. */
function Note({ text }: { readonly text: string }) {
  return (
    <div class="rule" style={`margin-top:12px;padding-left:12px;border-left:3px solid ${RULE};`}>
      <Dim size={14} above={0}>
        Note
      </Dim>
      <Paragraphs text={text} />
    </div>
  );
}

const TAGS = {
  low: { under: '#f3f6f6', ink: DIM },
  medium: { under: '#f3f6f6', ink: DIM },
  high: { under: '#fbf0dd', ink: '#8a4b00' },
  critical: { under: '#a8251d', ink: '#ffffff' },
} as const satisfies Record<Urgency, { under: string; ink: string }>;

function Tag({ urgency }: { readonly urgency: Urgency }) {
  const { under, ink } = TAGS[urgency];
  const style = `padding:3px 9px;border-radius:4px;color:${ink};font-size:13px;line-height:20px;font-weight:700;`;
  return (
    <Table>
      <tr>
        <td class={`tag-${urgency}`} {...ground(under, style)}>
          {urgencyInWords(urgency)}
        </td>
      </tr>
    </Table>
  );
}

function Title({ text }: { readonly text: string }) {
  const isLong = text.length > 120;
  const size = isLong ? 'font-size:20px;line-height:28px;' : 'font-size:29px;line-height:36px;letter-spacing:-0.4px;';
  const style = `margin:14px 0 0;${size}font-weight:700;color:${INK};word-break:break-word;`;
  return (
    <h1 class={`${isLong ? 'title-long' : 'title'} ink`} dir="auto" style={style}>
      {text}
    </h1>
  );
}

function Due({ text, date, afterwards }: Deadline) {
  return (
    <Table width="100%">
      <tr>
        <td class="due" {...ground('#f3f6f6', 'padding:14px 18px;border-radius:7px;')}>
          <p class="ink" style={`margin:0;font-size:18px;line-height:26px;font-weight:700;color:${INK};`}>
            {text}
          </p>
          {date && (
            <Dim size={14} above={2}>
              {date}.{afterwards && ` ${afterwards}`}
            </Dim>
          )}
        </td>
      </tr>
    </Table>
  );
}

const Strong = ({ text }: { readonly text: string }) => (
  <b class="ink" style={`color:${INK};`}>
    <bdi>{text}</bdi>
  </b>
);
