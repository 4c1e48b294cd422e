export { decision } from './decision';
export { delivery } from './delivery';
export { maintenance } from './maintenance';
