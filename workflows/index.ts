export { decision } from './decision';
export { delivery } from './delivery';
export { reconcile } from './reconcile';
