import { AsyncOperations } from './async-operations';
import type { ApiDocument } from './api-document';
import { Refused } from './vendor';
import type { Vendor } from './vendor';

const DOCUMENT: ApiDocument = {
  origin: 'nobody: an API of two calls and an operation, to test the machinery with',
  closed: true,
  operations: [
    {
      id: 'books.create',
      method: 'POST',
      path: '/v1/{room}/books',
      params: { room: '[a-z]+' },
      query: { copies: { type: 'integer', required: true } },
      body: 'Book',
      answer: 'Operation',
    },
    { id: 'books.get', method: 'GET', path: '/v1/{room}/books/{title}', answer: 'Book' },
    { id: 'books.lend', method: 'POST', path: '/v1/{room}/books/{title}:lend', answer: 'Book' },
    { id: 'operations.get', method: 'GET', path: '/v1/operations/{operation}', answer: 'Operation' },
  ],
  schemas: {
    Book: {
      type: 'object',
      properties: { title: { type: 'string', pattern: '^[a-z]+$' }, lent: { type: 'boolean' } },
      required: ['title'],
    },
    Operation: { type: 'object', properties: { id: { type: 'string' }, done: { type: 'boolean' } } },
  },
};

/** The smallest vendor: it keeps books. */
export class Shelf implements Vendor {
  readonly documents = [DOCUMENT];
  readonly operations = new AsyncOperations<true>();
  readonly books = new Map<string, { title: string; lent: boolean }>();

  readonly handlers: Vendor['handlers'] = {
    'books.create': ({ body, failure }) => {
      if (failure !== null) throw new Refused({ status: 507, body: { error: failure } });
      const { title } = body as { title: string };
      const end = () => {
        this.books.set(title, { title, lent: false });
        return true as const;
      };
      return { status: 200, body: { id: title, done: this.operations.start(title, end) ?? false } };
    },
    'books.get': ({ params }) => ({ status: 200, body: { ...this.#book(params['title']) } }),
    'books.lend': ({ params }) => {
      const book = this.#book(params['title']);
      book.lent = true;
      return { status: 200, body: { ...book } };
    },
    'operations.get': ({ params: { operation = '' } }) => {
      const done = this.operations.read(operation);
      if (done === undefined) throw new Refused({ status: 404, body: { error: 'unknown operation' } });
      return { status: 200, body: { id: operation, done: done ?? false } };
    },
  };

  guard: Vendor['guard'] = ({ headers }) =>
    headers.get('authorization') === 'Bearer reader' ? null : { status: 401, body: { error: 'who is it?' } };

  refuse: Vendor['refuse'] = (refusal) =>
    refusal.kind === 'fault'
      ? { status: refusal.status, body: { error: 'a fault' } }
      : { status: refusal.kind === 'unknown' ? 404 : 400, body: { error: refusal.kind } };

  #book(title = '') {
    const book = this.books.get(title);
    if (book === undefined) throw new Refused({ status: 404, body: { error: 'no such book' } });
    return book;
  }
}
