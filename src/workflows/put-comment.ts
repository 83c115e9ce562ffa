import type { Forge, ForgeComment } from '../ports/forge';

/** The first line of a report, as its fields. */
export interface ReportMarker {
  /** The subject of the report: project, directory, workspace, environment. */
  readonly subject: string;
  /** The run and its attempt, `1042.1`; null: unknown. */
  readonly run: string | null;
  readonly digest: string;
}

export interface CommentRequest {
  readonly body: string;
  /** Reads the marker at the start of a comment; null for any other comment. */
  readonly markerOf: (body: string) => ReportMarker | null;
  /** Post a new comment and hide the old one, instead of editing it. */
  readonly anew: boolean;
  /** Edit only a comment of which this is true, and create none. Missing: any. */
  readonly edits?: (body: string) => boolean;
}

/** The end of the writing of a comment. */
export interface CommentEnd {
  readonly result: 'created' | 'updated' | 'unchanged' | 'newer' | 'left';
  /** The address of the comment, where the forge tells it. */
  readonly url: string | null;
  /** The author of another report on the same subject, which this token cannot edit; null: there is none. */
  readonly other: ForgeComment | null;
}

/**
 * Writes a report as the one comment on its subject: the comment of an earlier run is edited, unless it shows the same plan
 * or a newer run wrote it. The oldest stays of several that were created at once.
 */
export async function putComment(forge: Forge, request: CommentRequest): Promise<CommentEnd> {
  const { body, markerOf, anew, edits } = request;
  const ours = markerOf(body);
  if (ours === null) throw new Error('a report begins with its marker');
  const user = await forge.findUser();
  const onSubject = await listOnSubject(forge, request, ours.subject);
  const own = onSubject.filter(({ author }) => author === user);
  const other = onSubject.find(({ author }) => author !== user) ?? null;
  const newest = own.find((comment) => isNewer(markerOf(comment.body), ours));
  if (newest !== undefined) return { result: 'newer', url: newest.url, other };
  const [first, ...doubles] = own;
  if (edits !== undefined && (first === undefined || !edits(first.body)))
    return { result: 'left', url: first?.url ?? null, other };
  if (first === undefined) return { ...(await create(forge, request, ours, user)), other };
  for (const double of doubles) await forge.deleteComment(double.id);
  if (markerOf(first.body)?.digest === ours.digest) return { result: 'unchanged', url: first.url, other };
  if (!anew) {
    await forge.editComment(first.id, body);
    return { result: 'updated', url: first.url, other };
  }
  const { url } = await forge.createComment(body);
  await forge.foldComment(first);
  return { result: 'created', url, other };
}

async function listOnSubject(
  forge: Forge,
  { markerOf }: CommentRequest,
  subject: string,
): Promise<readonly ForgeComment[]> {
  return (await forge.listComments()).filter(({ body }) => markerOf(body)?.subject === subject);
}

/** Two runs may both find no comment: then the older comment stays, with the report of the newer run. */
async function create(
  forge: Forge,
  request: CommentRequest,
  ours: ReportMarker,
  user: string,
): Promise<Pick<CommentEnd, 'result' | 'url'>> {
  const { body, markerOf } = request;
  const made = await forge.createComment(body);
  const onSubject = await listOnSubject(forge, request, ours.subject);
  const rivals = onSubject.filter(({ author }) => author === user);
  const first = rivals[0] ?? made;
  if (first.id === made.id) {
    for (const { id } of rivals.slice(1)) await forge.deleteComment(id);
    return { result: 'created', url: made.url };
  }
  await forge.deleteComment(made.id);
  if (isNewer(markerOf(first.body), ours)) return { result: 'newer', url: first.url };
  await forge.editComment(first.id, body);
  return { result: 'updated', url: first.url };
}

/** Whether a report is of a later run than ours. A run that is not known is not later. */
function isNewer(theirs: ReportMarker | null, ours: ReportMarker): boolean {
  const [their = [], our = []] = [theirs?.run, ours.run].map((run) => run?.split('.').map(Number));
  if (their.length === 0 || our.length === 0) return false;
  const at = their.findIndex((number, index) => number !== (our[index] ?? 0));
  return at >= 0 && (their[at] ?? 0) > (our[at] ?? 0);
}
