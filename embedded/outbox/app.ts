import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { assets } from '../../web/assets';
import { type OutboxMessage, outboxPage } from '../../web/outbox-page';
import type { KeptMessage, Messages } from './messages';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A message may style itself and show pictures, as in a mail client, and run nothing. */
const MESSAGE_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; frame-ancestors 'self'";

/** The outbox as a mail client would show it, for whoever sits at this machine. */
export function outboxApp(messages: Messages): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyThisMachine, plainHeaders);
  app.get('/assets/handover.css', (_request, response) => {
    const sheet = assets.get('handover.css');
    response.type(sheet?.contentType ?? 'css').send(sheet?.body);
  });
  app.get('/', async (_request, response) => sendPage(response, messages, null));

  app.use('/:id', async (request, response, next) => {
    const message = await messages.find(request.params.id);
    response.locals.message = message;
    if (message) next();
    else response.status(404).type('text').send('There is no such message.');
  });
  const view = (shown: OutboxMessage['view']) => (_request: Request, response: Response) =>
    sendPage(response, messages, { ...messageOf(response), view: shown });
  app.get('/:id', view('message'));
  app.get('/:id/text', view('text'));
  app.get('/:id/source', view('source'));
  app.get('/:id/message.html', (_request, response) => {
    const headers = { 'Content-Security-Policy': MESSAGE_POLICY, 'Referrer-Policy': 'no-referrer' };
    response
      .set(headers)
      .type('html')
      .send(opensLinksOutside(messageOf(response).html));
  });
  app.get('/:id/download', (_request, response) => {
    const { id, source } = messageOf(response);
    response.attachment(`${id}.eml`).type('message/rfc822').send(source);
  });
  return app;
}

/** A page elsewhere can point a name of its own at this machine; then the Host header is that name. */
function onlyThisMachine(request: Request, response: Response, next: NextFunction): void {
  if (request.hostname === 'localhost' || request.hostname === '127.0.0.1') next();
  else response.status(403).type('text').send('The outbox answers to localhost and 127.0.0.1 only.');
}

function plainHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': PAGE_POLICY,
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
}

async function sendPage(response: Response, messages: Messages, selected: OutboxMessage | null): Promise<void> {
  response.type('html').send(outboxPage({ messages: await messages.newest(), selected }));
}

function messageOf(response: Response): KeptMessage {
  return response.locals.message;
}

/** The message sits in a frame, where an approver's page would have no origin to post from. */
function opensLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}
