import { stringify } from 'yaml';
import { composeDocument } from './compose-document';
import type { ComposedInstance } from './compose-document';

/** Renders the Compose file of an instance. */
export function renderCompose(instance: ComposedInstance): string {
  const comments = commentsOn(instance).map((line) => `# ${line}\n`);
  return `${comments.join('')}${stringify(composeDocument(instance), { lineWidth: 0, nullStr: '' })}`;
}

function commentsOn({ instance, inputs, image }: ComposedInstance): readonly string[] {
  const lines = [`Exported by \`helix compose ${instance}\`: an edit here changes nothing for Helix.`];
  if (image.type === 'built' && image.from.type === 'queries') {
    lines.push(`Its image is built by \`helix build ${instance}\`.`);
  }
  if (image.type === 'pulled') {
    lines.push(
      'Its image has no shell, so that no program in it can check its health: ask /healthz from outside.',
    );
  }
  if (Object.values(inputs.envVars).some((reference) => !reference.startsWith('literal:'))) {
    lines.push('Compose reads each ${NAME} from the environment, or from the file .env beside this one.');
  }
  return lines;
}
