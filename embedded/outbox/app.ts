import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Messages, OutboxMessage } from './messages';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** As in a mail client, a message may use its own styles and load images, but runs no scripts. */
const MESSAGE_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; frame-ancestors 'self'";

type View = 'message' | 'text' | 'source';

/** How the outbox looks. */
export interface OutboxLook {
  /** Returns the HTML page. It frames `/:id/message.html`. */
  renderPage(page: {
    readonly messages: readonly OutboxMessage[];
    readonly selected: (OutboxMessage & { readonly view: View }) | null;
  }): string;
  /** The style sheet of the page, CSS. */
  readonly styles: Buffer;
}

/** The outbox as a mail client would show it. */
export function outboxApp(messages: Messages, { renderPage, styles }: OutboxLook): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyThisMachine, securityHeaders);
  app.get('/assets/handover.css', (_request, response) => void response.type('css').send(styles));
  app.get('/', async (_request, response) => {
    response.type('html').send(renderPage({ messages: await messages.newest(), selected: null }));
  });

  app.use('/:id', async (request, response, next) => {
    response.locals.message = await messages.find(request.params.id);
    if (response.locals.message) next();
    else response.status(404).type('text').send('This message does not exist.');
  });
  const show = (view: View) => async (_request: Request, response: Response) => {
    const selected = { ...messageOf(response), view };
    response.type('html').send(renderPage({ messages: await messages.newest(), selected }));
  };
  app.get('/:id', show('message'));
  app.get('/:id/text', show('text'));
  app.get('/:id/source', show('source'));
  app.get('/:id/message.html', (_request, response) => {
    response.set({ 'Content-Security-Policy': MESSAGE_POLICY, 'Referrer-Policy': 'no-referrer' });
    response.type('html').send(openLinksInNewTab(messageOf(response).html));
  });
  app.get('/:id/download', (_request, response) => {
    const { id, source } = messageOf(response);
    response.attachment(`${id}.eml`).type('message/rfc822').send(source);
  });
  return app;
}

/** Another site can point its own host name at this machine. Its requests then carry that name in the Host header. */
function onlyThisMachine(request: Request, response: Response, next: NextFunction): void {
  if (request.hostname === 'localhost' || request.hostname === '127.0.0.1') next();
  else response.status(403).type('text').send('The outbox is available at localhost and 127.0.0.1 only.');
}

function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': PAGE_POLICY,
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
}

const messageOf = (response: Response): OutboxMessage => response.locals.message;

/** Inside the sandboxed frame, an approver's page would have no origin to post its form from. */
function openLinksInNewTab(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}
