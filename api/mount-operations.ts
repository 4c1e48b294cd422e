import { Router } from 'express';
import type { ApiContext } from './context';
import { onlyMethods } from './middleware/errors';
import type { Operation, ServedOperation } from './operation';
import { serveOperation } from './serve-operation';

/** A router that serves these operations, and refuses other methods on their paths with METHOD_NOT_ALLOWED. */
export function mountOperations(context: ApiContext, operations: readonly Operation[]): Router {
  const router = Router();
  for (const [path, group] of byPath(operations.filter(isServed))) {
    const route = router.route(path.replace(/\{(\w+)\}/g, ':$1'));
    for (const operation of group) route[operation.method](serveOperation(context, operation));
    route.all(onlyMethods(...group.map(({ method }) => method.toUpperCase()).sort()));
  }
  return router;
}

const isServed = (operation: Operation): operation is ServedOperation => 'handler' in operation;

function byPath(operations: readonly ServedOperation[]): ReadonlyMap<string, readonly ServedOperation[]> {
  const groups = new Map<string, ServedOperation[]>();
  for (const operation of operations) groups.set(operation.path, [...(groups.get(operation.path) ?? []), operation]);
  return groups;
}
