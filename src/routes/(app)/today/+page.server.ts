export const load = ({ locals }) => ({ name: locals.person!.name });
