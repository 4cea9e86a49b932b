"""Imports a package that is not there.

Must: the file is not loaded; the package is named.

attacks: module
says: ModuleNotFoundError
"""

import no_such_package_anywhere

print(no_such_package_anywhere)
