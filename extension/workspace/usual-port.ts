import { createServer } from "node:net";

/** Of the Lambda API: what people have in their scripts. */
export const usualPort = 3001;

/** The usual port, or 0 for any other one when somebody has it, such as the runner of another folder. */
export async function usualPortIfFree(port = usualPort): Promise<number> {
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (isFree) await new Promise((resolve) => server.close(resolve));
  return isFree ? port : 0;
}
