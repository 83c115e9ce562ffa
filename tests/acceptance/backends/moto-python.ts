import { spawnSync } from 'node:child_process';
import { foundProgram } from './found-program';

/** Returns the Python that has moto. Throws an Error that says how to install it. */
export function pythonWithMoto(): string {
  const program = foundProgram('python3', "apt-get install -y python3, then pip install 'moto[server]'");
  const { status } = spawnSync(program, ['-c', 'import boto3, moto.server']);
  if (status !== 0) throw new Error("python3 has no moto: pip install 'moto[server]'");
  return program;
}
