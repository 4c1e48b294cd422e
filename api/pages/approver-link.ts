import type { Request, Response } from 'express';
import type { Assignment } from '../../domain/model';
import { type AssignmentLink, findByLink } from '../../store/assignments';
import type { ApiContext } from '../context';

/** The decision behind a link, and the assignment of the person whose link it is. */
export interface ApproverLink extends AssignmentLink {
  readonly assignment: Assignment;
}

/** What the link of this request leads to; null for a token that was never given to anyone. */
export async function findApproverLink(
  { db, secrets }: Pick<ApiContext, 'db' | 'secrets'>,
  request: Request,
  response: Response,
): Promise<ApproverLink | null> {
  const link = await findByLink(db, secrets.hashToken(String(request.params.token)));
  const assignment = link?.decision.state.assignments.find(({ id }) => id === link.assignmentId);
  if (!link || !assignment || assignment.askedAt === null) return null;
  response.locals.decisionId = link.decision.id;
  return { ...link, assignment };
}

/** The path of a link's page. */
export const pathOf = ({ params }: Request): string => `/d/${String(params.token)}`;
