export { createEmulator } from './emulator';
export type { Emulator, EmulatorOptions } from './emulator';
export { serveEmulator } from './serve';
export type { Fault, FaultRule } from './faults';
export { FaultSwitches } from './fault-switches';
