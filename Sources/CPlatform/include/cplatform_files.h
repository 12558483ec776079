#ifndef ROHRPOST_CPLATFORM_FILES_H
#define ROHRPOST_CPLATFORM_FILES_H

// A file in a folder without a name, mode 0600, gone with its descriptor. -1 with errno; EOPNOTSUPP, EISDIR or ENOENT where the
// file system has none such.
int rp_open_unnamed(const char *folder);

// Gives a file without a name one. EEXIST where something has that name already. 0 or -1 with errno.
int rp_name_file(int descriptor, const char *path);

// Gives a file another name, and EEXIST where something has that name already. 0 or -1 with errno.
int rp_rename_new(const char *from, const char *to);

#endif
