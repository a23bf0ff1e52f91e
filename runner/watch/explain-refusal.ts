/** Why folders can't be watched, and the next step. @param count folders that are polled instead */
export function explainRefusal(code: string, count: number): string {
  const instead = `${count} ${count === 1 ? "folder is" : "folders are"} looked at twice a second instead, which is slower.`;
  switch (code) {
    case "ENOSPC":
      return `This user's limit of watched folders (fs.inotify.max_user_watches) is reached. ${instead} Raise it: sudo sysctl fs.inotify.max_user_watches=524288`;
    case "EMFILE":
      return `This user's limit of watchers (fs.inotify.max_user_instances) or of open files is reached. ${instead} Raise it: sudo sysctl fs.inotify.max_user_instances=1024, or ulimit -n 65536`;
    default:
      return `The operating system refuses to watch some folders (${code}). ${instead} On a file system that can't tell of changes, use --watch-polling.`;
  }
}
