import { cloudOf, MACHINE_CLOUDS } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { commandWords } from '../../config/cloud-toml/command-words';
import type { CredentialsSource } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import type { Questions } from '../../ports/questions';

/** Asks at which cloud the account is. */
export function askCloud(questions: Questions): Promise<MachineCloud> {
  return questions.select<MachineCloud>({
    message: 'Select cloud',
    choices: MACHINE_CLOUDS.map((cloud) => ({ value: cloud, label: cloudOf(cloud).title })),
    initial: null,
  });
}

/** Asks for the region to take when none is given. */
export function askRegion(
  questions: Questions,
  cloud: MachineCloud,
  regions: readonly string[],
): Promise<string> {
  const { default: initial } = cloudOf(cloud).regions;
  return questions.select<string>({
    message: 'Select region',
    choices: regions.map((region) => ({ value: region, label: region })),
    initial: regions.includes(initial) ? initial : null,
    searchable: true,
  });
}

/** Asks where the credentials are; `found`: the kind of place where there are some now. */
export async function askCredentials(
  questions: Questions,
  cloud: MachineCloud,
  found: CredentialsSource['type'] | null,
): Promise<CredentialsSource> {
  const type = await questions.select<CredentialsSource['type']>({
    message: 'Where are the credentials?',
    choices: [
      { value: 'environment', label: 'In the environment' },
      { value: 'file', label: 'In a file' },
      { value: 'command', label: 'From a command' },
    ],
    initial: found ?? 'environment',
  });
  switch (type) {
    case 'environment': {
      const { firstVariable } = cloudOf(cloud).credentials;
      const prefix = await questions.askText({
        message: `Prefix of the variables (of PROD_${firstVariable}: PROD_; none: -)`,
        initial: '-',
        read: (text) => (text === '-' ? '' : prefixOf(text, 'The prefix')),
      });
      return { type, prefix };
    }
    case 'file':
      return {
        type,
        path: await questions.askText({ message: 'Path of the file', initial: null, read: (text) => text }),
        profile: null,
      };
    case 'command':
      return {
        type,
        cmd: await questions.askText({
          message: 'Command that prints them',
          initial: null,
          read: (text) => commandOf(text, 'The command'),
        }),
      };
  }
}

/** Returns the prefix of variables. @throws HelixError `usage` for a text that no variable begins with */
export function prefixOf(text: string, subject: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  throw new HelixError('usage', `${subject} must have letters, digits and underscores alone, such as PROD_`);
}

/** Returns the words of a command line. @throws HelixError `usage` for an open quote */
export function commandOf(text: string, subject: string): readonly string[] {
  const words = commandWords(text);
  if (words !== null) return words;
  throw new HelixError('usage', `${subject} is empty, or has a quote that is not closed`);
}
