import { respond } from '../../../../lib/respond';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export const POST = respond;
