import type { Resource } from '../../../operation';
import { create } from './create';

export const testLead: Resource = { value: 'testLead', name: 'Test Lead', generation: 'legacy', operations: [create] };
