/** Printing the map as it is seen. */
(function (pm) {
  "use strict";

  pm.printMap = () => window.print();
})(window.projectmap);
