import type { Change, Plan } from '../../plan/plan';
import { whyUnsupported } from '../../plan/support';
import type { ToolChange } from '../../ports/engine';
import { printable } from '../../values/printable';
import { shellWord } from '../../values/shell-word';
import type { Line } from '../lines';
import { textOf, toned, withNote } from '../lines';
import type { Style } from '../style';
import { dateText, timeText } from '../time-text';
import { changeLines, SYMBOLS } from './change-lines';
import type { PlanView } from './columns';
import { columnsOf, sourceText, wrapped } from './columns';
import { driftLines } from './drift-lines';
import { expiryNotes } from './expiry-notes';
import { countsOf, summaryLines } from './summary-lines';

export interface PlanOptions {
  /** Show every attribute, also unchanged ones, and every list to its end. */
  readonly full?: boolean;
  /** False where Helix is about to ask: the command that would approve is left out. */
  readonly nextStep?: boolean;
  /** Options that approving needs again and that the plan does not know: `--local`. */
  readonly arguments?: readonly string[];
  /** The changes that the engines' own tools would make; null where they were not asked. */
  readonly verified?: readonly ToolChange[] | null;
}

/** Renders the plan as text: drift, changes, points of attention, and the sums. */
export function renderPlan(plan: Plan, style: Style, options: PlanOptions = {}): string {
  const view: PlanView = { style, full: options.full ?? false, now: plan.about.now };
  const text = (lines: readonly Line[]): string => textOf(lines, style);
  const sections: readonly string[] = [
    text(headerLines(plan, style)),
    text(driftLines(plan, view)),
    changesText(plan.changes, view),
    unsupportedText(plan, view),
    text(verifiedLines(options.verified ?? null, style)),
    text(view.full ? unchangedLines(plan) : []),
    text(choiceLines(plan, style)),
    text([
      ...unresolvedLines(plan, style),
      ...stoppedLines(plan, style),
      ...byHandLines(plan, style),
      ...movedBaseLines(plan, style),
      ...expiryNotes(plan, view),
    ]),
    text(refusalLines(plan, style)),
    text([
      ...summaryLines(plan, style),
      ...(options.nextStep === false ? [] : nextStepLines(plan, options.arguments ?? [])),
    ]),
  ];
  return sections.filter((section) => section !== '').join('\n');
}

// Each change becomes text at once: the lines of 100,000 are too many to hold.
function changesText(changes: readonly Change[], view: PlanView): string {
  return changes.map((change) => textOf(changeLines(change, view), view.style)).join('');
}

function unsupportedText({ unsupported }: Plan, view: PlanView): string {
  if (unsupported.length === 0) return '';
  const title: Line = [toned('strong', 'Not applied by this version:')];
  const reasons = unsupported.flatMap((change): Line[] => {
    const reason = whyUnsupported(change);
    return reason === null ? [] : [[`${change.address}: ${reason}.`]];
  });
  const wayOut: Line = [
    '`helix apply` refuses while these are in its scope; `--target ADDRESS` selects others.',
  ];
  return (
    textOf([title], view.style) + changesText(unsupported, view) + textOf([...reasons, wayOut], view.style)
  );
}

function unchangedLines({ unchanged }: Plan): readonly Line[] {
  if (unchanged.length === 0) return [];
  return [['Unchanged:'], ...unchanged.map(({ address }): Line => [`    ${address}`])];
}

/** Renders the project, the workspace, and the age of each source. */
export function headerLines(plan: Plan, style: Style): readonly Line[] {
  const lines: Line[] = [
    [toned('strong', plan.project), `, workspace ${plan.workspace}${endpointText(plan)}`],
  ];
  lines.push([toned('quiet', sourcesText(plan))]);
  if (plan.targets.length > 0) {
    const relatives = plan.mode === 'apply' ? 'what they depend on' : 'what depends on them';
    const text = `only ${plan.targets.join(', ')}, and ${relatives}`;
    lines.push(...wrapped(text, style.width).map((part): Line => [part]));
  }
  if (plan.mode !== 'apply') lines.push([toned('warning', MODES[plan.mode])]);
  if (plan.endpoint === 'embedded') {
    lines.push([toned('warning', 'Embedded emulator: nothing real is created; prices are samples.')]);
  }
  return lines;
}

const MODES: Record<Exclude<Plan['mode'], 'apply'>, string> = {
  destroy: 'This plan destroys everything in its scope.',
  expired: 'This plan destroys what has outlived its TTL, and nothing else.',
};

function endpointText({ endpoint }: Plan): string {
  if (endpoint === null) return '';
  return endpoint === 'embedded' ? ', Helix Cloud emulator' : `, Helix Cloud ${endpoint}`;
}

/** Returns the age of the state, of the regions and of the prices. */
export function sourcesText({ about }: Plan): string {
  const recorded =
    about.recordedAt === null
      ? 'nothing recorded yet'
      : `recorded ${timeText(about.recordedAt)} (serial ${about.serial})`;
  const parts = [recorded];
  if (about.regionsAt !== null) parts.push(`regions ${dateText(about.regionsAt)}`);
  if (about.pricesAt !== null) parts.push(`prices ${dateText(about.pricesAt)}`);
  return parts.join('; ');
}

/** Renders the choices of `auto`, with their reason. */
export function choiceLines({ about }: Plan, style: Style): readonly Line[] {
  return about.autoChoices.slice(0, LIMIT).flatMap(({ address, provider, region, type, of, next }) => {
    const after = next === null ? '' : `; next comes ${next}`;
    const text = `Chosen: ${address} on ${provider} ${region}, ${type}, the cheapest of ${of} places${after}.`;
    return wrapped(text, style.width).map((part): Line => [part]);
  });
}

const LIMIT = 20;

/** Renders the resources whose last operation was begun and never ended. */
export function unresolvedLines({ unresolved }: Plan, style: Style): readonly Line[] {
  if (unresolved.length === 0) return [];
  const [first = '', ...more] = wrapped(
    `Unresolved: ${unresolved.join(', ')}. An apply was interrupted here, and its outcome is unknown; ` +
      '`helix apply` or `helix plan --refresh` finds out.',
    style.width,
  );
  return [[toned('warning', first)], ...more.map((text): Line => [toned('warning', text)])];
}

/** Renders the stopped resources, which are not changes. */
export function stoppedLines({ stopped }: Plan, style: Style): readonly Line[] {
  if (stopped.length === 0) return [];
  const text = `Stopped: ${stopped.join(', ')} (\`helix start NAME\` starts again).`;
  return wrapped(text, style.width).map((line) => [line]);
}

/** Renders the resources that no file declares and that this plan leaves alone. */
export function byHandLines({ byHand = [] }: Plan, style: Style): readonly Line[] {
  if (byHand.length === 0) return [];
  const text = `Deployed by hand, not declared: ${byHand.join(', ')} (\`helix terminate NAME\` destroys it).`;
  return wrapped(text, style.width).map((line) => [line]);
}

/** Renders the images whose base images have moved, which changes nothing by itself. */
export function movedBaseLines({ movedBases = [] }: Plan, style: Style): readonly Line[] {
  return movedBases.flatMap(({ address, bases }) => {
    const have = bases.length === 1 ? 'has' : 'have';
    const text = `Base: ${bases.join(', ')} of ${address} ${have} moved since it was built (raise \`[build] rebuild\` to build on it).`;
    return wrapped(text, style.width).map((line): Line => [line]);
  });
}

/** Renders the reasons why this plan cannot be applied: each rule, its place, and the hint. */
export function refusalLines({ refusals }: Plan, style: Style): readonly Line[] {
  if (refusals.length === 0) return [];
  return [
    [toned('error', 'Refused:')],
    ...refusals.flatMap((refusal): readonly Line[] => [
      [
        toned('error', '  ! '),
        ...(refusal.source === null ? [] : [`${sourceText(refusal.source)}: `]),
        refusal.message,
      ],
      ...wrapped(refusal.hint, style.width - 6).map((text): Line => [`      ${text}`]),
    ]),
  ];
}

/** Renders the changes that an engine's own tool would make, resource by resource. */
export function verifiedLines(changes: readonly ToolChange[] | null, style: Style): readonly Line[] {
  if (changes === null) return [];
  if (changes.length === 0) return [['Verified: Terraform has nothing to do.']];
  const { source, value } = columnsOf(style);
  return [
    [toned('strong', 'Verified: Terraform would do just that.')],
    ...changes.flatMap(({ address, part, action }) =>
      withNote([...SYMBOLS[action], ' ', part], toned('quiet', address), source, value),
    ),
  ];
}

/** Renders the command that applies exactly this plan, if there is one. `more`: options that it also needs. */
export function nextStepLines(plan: Plan, more: readonly string[]): readonly Line[] {
  if (plan.refusals.length > 0) return [[toned('error', 'This plan cannot be applied.')]];
  const command = approvingCommand(plan, more);
  return command === null ? [] : [[`Approve with: ${command}`]];
}

/** Returns the command that applies exactly this plan; null where there is none. */
export function approvingCommand(plan: Plan, more: readonly string[]): string | null {
  // A run that first recovers earlier operations makes a plan of its own.
  if (plan.refusals.length > 0 || plan.unresolved.length > 0 || plan.unsupported.length > 0) return null;
  const words = [
    ...(plan.workspace === 'default' ? [] : ['--workspace', plan.workspace]),
    ...plan.targets.flatMap((target) => ['--target', target]),
    ...more,
  ];
  const rest = words.map((word) => ` ${shellWord(printable(word))}`).join('');
  // Also where an apply changes nothing: a pipeline that approves every plan then applies this one, which does nothing.
  if (plan.mode !== 'apply' && isEmpty(plan)) return null;
  return `helix ${VERBS[plan.mode]}${rest} --plan-digest ${plan.digest}`;
}

const VERBS: Record<Plan['mode'], string> = {
  apply: 'apply',
  destroy: 'destroy',
  expired: 'destroy --expired',
};

function isEmpty(plan: Plan): boolean {
  const { add, change, destroy } = countsOf(plan);
  return add + change + destroy === 0;
}
