import { HelixError } from '../../../errors';
import { printable } from '../../../values/printable';
import type { Site } from './site';

const LINES = 20;

/** Reads the last lines of an app, for an error that is about something else; empty where they cannot be read. */
export async function logTail({ api, app, call }: Pick<Site, 'api' | 'app' | 'call'>): Promise<string> {
  try {
    const { data } = await api.readLogs(app, null, call);
    const lines = data.slice(-LINES).map(({ attributes }) => `\n  ${printable(attributes.message)}`);
    return lines.length === 0 ? '' : ` Its last lines:${lines.join('')}`;
  } catch (error) {
    if (error instanceof HelixError) return '';
    throw error;
  }
}
