import { HelixError } from '../../../errors';
import type { ErrorKind } from '../../../errors';
import { errnoOf } from '../../host/errno';
import { endpointText } from './endpoint';
import type { Endpoint } from './endpoint';
import type { Runtime } from './find-endpoint';
import { SshFailure } from './ssh-agent';

/** A failure of the engine, or of the way to it. */
export class EngineError extends HelixError {
  /** The HTTP status of the answer; null: there was none, and a change may or may not have been made. */
  readonly status: number | null;

  constructor(kind: ErrorKind, message: string, status: number | null, details: { hint?: string } = {}) {
    super(kind, message, details);
    this.status = status;
  }
}

/** Turns what the library throws into an error for the user; null for a bug. */
export function engineErrorOf(error: unknown, runtime: Runtime, endpoint: Endpoint): EngineError | null {
  if (!(error instanceof Error)) return null;
  const { statusCode, json } = error as Error & Answer;
  if (statusCode !== undefined) {
    const message = messageIn(json) ?? error.message.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
    return new EngineError('failed', sentence(`${NAME[runtime]} answers: ${message}`), statusCode);
  }
  if (error.name === 'AbortError') return new EngineError('cancelled', 'Interrupted.', null);
  const code = errnoOf(error);
  if (code === undefined && !isTransport(error)) return null;
  if (code === 'EACCES' || code === 'EPERM') return noPermission(runtime, endpoint);
  return unanswered(runtime, endpoint, isAbsent(code) ? null : error.message);
}

/** Whether the error is an answer of the engine with that status. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof EngineError && error.status !== null && statuses.includes(error.status);
}

const NAME = { docker: 'Docker', podman: 'Podman' } as const;
const WAY_OUT = {
  docker: 'start it (systemctl start docker), or set DOCKER_HOST',
  podman: 'start it (systemctl --user start podman.socket), or set CONTAINER_HOST',
} as const;

/** The error for an engine that does not answer; `why` is left out where there is nothing at its address. */
export function unanswered(runtime: Runtime, endpoint: Endpoint, why: string | null): EngineError {
  const reason = why === null ? '' : ` (${why.split('\n', 1)[0] ?? ''})`;
  return new EngineError(
    'unreachable',
    `No ${NAME[runtime]} engine answers at ${endpointText(endpoint)}${reason}: ${WAY_OUT[runtime]}.`,
    null,
  );
}

function noPermission(runtime: Runtime, endpoint: Endpoint): EngineError {
  return new EngineError(
    'auth',
    `This user may not use the ${NAME[runtime]} engine at ${endpointText(endpoint)}.`,
    null,
    {
      hint:
        runtime === 'docker' ? 'Join the group `docker`, or use a rootless engine.' : 'Use your own socket.',
    },
  );
}

interface Answer {
  readonly statusCode?: number;
  readonly json?: unknown;
}

function messageIn(json: unknown): string | null {
  const message = (json as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' && message !== '' ? message : null;
}

/** Whether there is nothing at the address. */
function isAbsent(code: string | undefined): boolean {
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR';
}

/** Whether it is an error of a connection without a system call: of `ssh`, of TLS or of HTTP. */
function isTransport(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof SshFailure || typeof code === 'string';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
