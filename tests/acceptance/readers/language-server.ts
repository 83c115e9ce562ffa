import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TaploLsp } from '@taplo/lsp';
import type { RpcMessage } from '@taplo/lsp';

/** A place in a document; both count from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A completion that an editor offers. */
interface Completion {
  readonly label: string;
}

/**
 * The language server of the usual editor plug-ins for TOML, with one document open. It reads the schema that the
 * document's first line names, and nothing from a network.
 */
export class LanguageServer {
  readonly #server: TaploLsp;
  readonly #uri: string;
  readonly #waiting: Map<number, (message: RpcMessage) => void>;
  #requests = 0;

  private constructor(server: TaploLsp, uri: string, waiting: Map<number, (message: RpcMessage) => void>) {
    this.#server = server;
    this.#uri = uri;
    this.#waiting = waiting;
  }

  /** Opens a document with this text. The file itself need not exist. */
  static async open(folder: string, file: string, text: string): Promise<LanguageServer> {
    const waiting = new Map<number, (message: RpcMessage) => void>();
    let associate: () => void = () => undefined;
    const associated = new Promise<void>((resolve) => (associate = resolve));
    const taplo = await TaploLsp.initialize(environment(folder), {
      onMessage: (message) => {
        const { id, method } = message;
        const params: unknown = message.params;
        if (method === 'workspace/configuration') {
          // No catalog of schemas: it would be fetched.
          const settings = (params as { items: unknown[] }).items.map(() => ({
            schema: { enabled: true, catalogs: [] },
          }));
          taplo.send({ jsonrpc: '2.0', id: id!, result: settings });
        } else if (method === 'taplo/didChangeSchemaAssociation') associate();
        else if (method === undefined) waiting.get(Number(id))?.(message);
      },
    });
    const uri = pathToFileURL(`${folder}/${file}`).href;
    const server = new LanguageServer(taplo, uri, waiting);
    const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'project' }];
    await server.#request('initialize', {
      capabilities: {},
      processId: null,
      rootUri: null,
      workspaceFolders,
    });
    server.#notify('initialized', {});
    server.#notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'toml', version: 1, text },
    });
    await associated;
    return server;
  }

  /** Returns the text that an editor shows for what stands at a place; null if it shows none. */
  async readHover(position: Position): Promise<string | null> {
    const result = (await this.#askAt('hover', position)) as { contents: { value: string } } | null;
    return result?.contents.value ?? null;
  }

  /** Returns the words that an editor offers at a place. */
  async complete(position: Position): Promise<readonly string[]> {
    const result = (await this.#askAt('completion', position)) as readonly Completion[] | null;
    return (result ?? []).map(({ label }) => label);
  }

  close(): void {
    this.#server.dispose();
  }

  #askAt(what: string, position: Position): Promise<unknown> {
    return this.#request(`textDocument/${what}`, { textDocument: { uri: this.#uri }, position });
  }

  #request(method: string, params: unknown): Promise<unknown> {
    const id = (this.#requests += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${JSON.stringify(error)}`));
      });
      this.#notify(method, params, id);
    });
  }

  #notify(method: string, params: unknown, id?: number): void {
    this.#server.send({ jsonrpc: '2.0', method, params, ...(id !== undefined && { id }) });
  }
}

/** The host of the server, which reads files and does nothing else. */
function environment(folder: string): Parameters<typeof TaploLsp.initialize>[0] {
  const ignore = (bytes: Uint8Array) => Promise.resolve(bytes.length);
  return {
    now: () => new Date(),
    envVar: () => undefined,
    envVars: () => [],
    stdErrAtty: () => false,
    stdin: () => Promise.resolve(new Uint8Array()),
    stdout: ignore,
    stderr: ignore,
    glob: () => [],
    readFile: (path) => Promise.resolve(new Uint8Array(readFileSync(path))),
    writeFile: (path) => Promise.reject(new Error(`${path} is not to be written`)),
    urlToFilePath: (url) => decodeURIComponent(new URL(url).pathname),
    isAbsolute,
    cwd: () => folder,
    findConfigFile: () => undefined,
    fetch: {
      fetch: () => Promise.reject(new Error('there is no network')),
      Headers,
      Request,
      Response,
    },
  };
}
