// What needs no new blocks: none of this loads cdktf. `lower.ts` does, and is imported by its own name when it is needed.
export { expectedOf, isExpected } from './expected';
export type { Expected, LoweredChange, TerraformAction } from './expected';
export { stackName } from './lowered';
export type { Lowered, LoweredOutput, Probe, StackRef, TerraformAddress } from './lowered';
export { outputsOf } from './outputs-of';
export { foundIn, probeStackText } from './probe-stack';
export { stackOf } from './stack-of';
export { stackText } from './stack-text';
export { stackVariables } from './stack-variables';
