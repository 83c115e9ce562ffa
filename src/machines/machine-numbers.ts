/** A number that describes a machine, with its limits. */
interface MachineNumber {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  /** The unit that may follow it. */
  readonly unit: RegExp;
}

const GIB = /\s*(gb|gib|g)$/i;

/** The numbers that describe a machine, as users type them. */
export const MACHINE_NUMBERS = {
  cpu: { least: 0.1, most: 1024, isWhole: false, unit: /$/ },
  memoryGb: { least: 0.5, most: 32_768, isWhole: false, unit: GIB },
  storageGb: { least: 1, most: 65_536, isWhole: false, unit: GIB },
  gpuCount: { least: 0, most: 8, isWhole: true, unit: /$/ },
} as const satisfies Readonly<Record<string, MachineNumber>>;

/** Returns the number of a text, or the rule that it breaks: `a number from 0.1 to 1024, not "x"`. */
export function machineNumber(
  key: keyof typeof MACHINE_NUMBERS,
  text: string,
): { readonly value: number } | { readonly rule: string } {
  const { least, most, isWhole, unit } = MACHINE_NUMBERS[key];
  const digits = text.trim().replace(unit, '');
  const value = Number(digits);
  const isNumber = /^\d+(\.\d+)?$/.test(digits);
  if (isNumber && value >= least && value <= most && (!isWhole || Number.isInteger(value))) return { value };
  return { rule: `a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}, not "${text}"` };
}
