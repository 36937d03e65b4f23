// tsyringe throws at import where this is missing; importing it first spares users from knowing.
// oxlint-disable-next-line import/no-unassigned-import -- its effect on Reflect is what it is for
import 'reflect-metadata';
