import { respond } from '../../../../lib/respond';

export const runtime = 'edge';
export const dynamic = 'force-dynamic';

export const POST = respond;
