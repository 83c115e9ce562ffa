import { digestOfText } from '../../../values/digest';
import type { RequestProblem } from '../api-error';
import { ApiError, invalid } from '../api-error';
import { busy, wrongState } from '../cluster-conflicts';
import { ownClusterOf } from '../caller';
import type { ClusterRecord, Deployment } from '../cluster';
import { deploymentEvents, doneAtOnce, rejected } from '../deployment-events';
import { mistakesIn } from '../../../resources/query-check';
import type { SourceFile } from '../../../resources/query-check';
import type { Call, Reply, World } from '../world';
import { iso, transact } from '../world';

interface DeployRequest {
  readonly digest: string;
  readonly files: readonly (SourceFile & { readonly sha256: string })[];
}

/** `POST /clusters/{id}/deploy` */
export function deployQueries(world: World, call: Call): Reply {
  const request = call.body as DeployRequest;
  checkFiles(request);
  const id = call.path['id'] ?? '';
  const files = Object.fromEntries(request.files.map(({ path, sha256 }) => [path, sha256] as const).sort());
  const wanted: Deployment = { digest: request.digest, files };
  return transact<Reply>(world, call, id, (registry) => {
    const now = world.clock.now();
    const before = ownClusterOf(registry, call, now);
    const current = before.transition === null ? before.deployment : (before.transition.deployment ?? null);
    const repeated = current?.digest === wanted.digest;
    if (repeated && !isSame(current, wanted)) throw digestMismatch(wanted.digest);
    if (before.transition !== null) {
      if (!repeated) throw busy(before);
      return { answer: { status: 200, events: deploymentEvents(world, before) } };
    }
    if (before.state === 'failed') throw wrongState(before, 'running or stopped');
    if (repeated) return { answer: { status: 200, events: doneAtOnce(wanted) } };
    const mistakes = mistakesIn(request.files);
    if (mistakes.length > 0) {
      return { answer: { status: 200, events: rejected(request.files.length, mistakes) } };
    }
    const cluster = deploying(world, before, wanted, now);
    const message = `deploying queries ${wanted.digest}`;
    return {
      entry: { time: iso(now), cluster, lines: [{ time: iso(now), level: 'info', message }] },
      answer: { status: 200, events: deploymentEvents(world, cluster) },
    };
  });
}

function checkFiles({ files }: DeployRequest): void {
  const problems: RequestProblem[] = [];
  const seen = new Set<string>();
  for (const [index, { path, text, sha256 }] of files.entries()) {
    if (seen.has(path)) problems.push({ path: `/files/${index}/path`, message: `${path} is there twice` });
    seen.add(path);
    if (digestOfText(text) !== sha256) {
      problems.push({ path: `/files/${index}/sha256`, message: `is not the SHA-256 of ${path}` });
    }
  }
  if (problems.length > 0) throw invalid(problems);
}

function deploying(world: World, before: ClusterRecord, deployment: Deployment, now: Date): ClusterRecord {
  const steps = Object.keys(deployment.files).length + 1;
  return {
    ...before,
    transition: {
      state: 'updating',
      to: before.state,
      startedAt: iso(now),
      endsAt: iso(now, steps * world.timings.deployStepMs),
      reason: 'deploying queries',
      outcome: null,
      deployment,
    },
    updatedAt: iso(now),
  };
}

function isSame(a: Deployment, b: Deployment): boolean {
  const paths = Object.keys(a.files);
  return (
    paths.length === Object.keys(b.files).length && paths.every((path) => a.files[path] === b.files[path])
  );
}

function digestMismatch(digest: string): ApiError {
  return new ApiError(422, 'digest_mismatch', `${digest} names another set of files`);
}
