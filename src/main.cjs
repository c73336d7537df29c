// What the launcher loads where the modules are not bundled. The bundle has the program itself in this place.
import('./main.js');
