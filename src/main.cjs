// Loads the compiled modules for the launcher. In the bundle the program itself has this name.
import('./main.js');
