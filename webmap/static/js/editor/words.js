/** Every Vietnamese sentence of the editor of places, and how lengths and areas are said. */
(function (pm) {
  "use strict";

  const WORDS = {
    "door": "Sửa vị trí",
    "title": "Sửa vị trí",
    "fold": "Thu gọn để nhìn bản đồ",
    "unfold": "Mở bảng sửa vị trí",
    "close": "Thôi sửa",
    "leave.ask": "Có thay đổi chưa lưu. Bỏ hết?",
    "leave.yes": "Bỏ, không lưu",
    "leave.no": "Sửa tiếp",
    "loading": "Đang tải lịch sử vị trí…",
    "failed": "Không tải được lịch sử vị trí. Hãy thử lại.",

    "legend.old": "Đang lưu",
    "legend.new": "Vị trí mới",
    "legend.other": "Người khác vừa lưu",

    "mode.legend": "Lấy vị trí mới từ đâu",
    "mode.table": "Bảng tọa độ",
    "mode.draw": "Vẽ",
    "mode.file": "Tệp",
    "mode.none": "Không có vị trí",

    "table.label": "Dán bảng tọa độ trong quyết định",
    "table.example": "Kinh tuyến trục 105°45', múi 3°\n1    2314037,64    595190,88\n2    2314137,64    595290,88\n3    …",
    "table.hint": "Chép nguyên từ Word, Excel hay PDF, cả dòng ghi kinh tuyến trục và diện tích nếu có.",
    "table.reading": "Đang thử mọi múi và cả hai thứ tự trục…",
    "table.several": "Có {n} cách đọc cùng rơi vào đây. Hãy xem từng cách trên bản đồ rồi chọn theo văn bản gốc.",
    "table.choose": "Chọn cách đọc đúng với văn bản",
    "table.all": "Mọi cách đọc đã thử ({n})",
    "table.system": "Hệ tọa độ, thứ tự",
    "table.lands": "Rơi vào đâu",
    "table.corners": "Các điểm đã đọc ({n})",
    "table.corner": "Điểm",
    "table.first": "Cột thứ nhất",
    "table.second": "Cột thứ hai",
    "kind.legend": "Nối các điểm thành",
    "kind.polygon": "Vùng",
    "kind.line": "Đường",
    "kind.point": "Điểm",
    "adjust": "Chỉnh tay hình này",

    "draw.hint.mouse": "Bấm lên bản đồ để đặt đỉnh, kéo đỉnh để dời, bấm dấu + giữa hai đỉnh để chen thêm.",
    "draw.hint.keys": "Bàn phím: đưa dấu chữ thập tới chỗ cần bằng phím mũi tên, Enter để đặt đỉnh. Ở một đỉnh: mũi tên để dời, Delete để xóa.",
    "draw.add": "Đặt đỉnh ở dấu chữ thập",
    "draw.undo": "Bỏ bước vừa rồi",
    "draw.clear": "Xóa hết",
    "draw.copy": "Bắt đầu từ hình đang lưu",
    "draw.few.line": "Cần ít nhất 2 đỉnh; đang có {n}.",
    "draw.few.polygon": "Cần ít nhất 3 đỉnh; đang có {n}.",
    "draw.few.point": "Chưa đặt điểm nào.",
    "vertex": "Đỉnh {n} trên {total}. Mũi tên để dời, Delete để xóa.",
    "vertex.added": "Đã đặt đỉnh {n}.",
    "vertex.removed": "Đã xóa đỉnh {n}.",
    "between": "Chen một đỉnh giữa đỉnh {a} và đỉnh {b}",

    "file.label": "Chọn tệp…",
    "file.drop": "hoặc kéo tệp vào đây",
    "file.hint": "GeoJSON, GeoPackage, Shapefile (nén zip), KML, KMZ, DXF, CSV; tối đa 20 MB. Tệp chỉ được đọc để xem trước, chưa lưu gì.",
    "file.reading": "Đang đọc {name}…",
    "file.layer": "Lớp",
    "file.declared": "Tệp ghi: {words}.",
    "file.undeclared": "Tệp không ghi hệ tọa độ.",
    "file.features": "Chọn đối tượng ({n})",
    "file.some": "Hiện {n} trên {total} đối tượng; đối tượng trong phường đứng trước.",
    "file.feature": "Đối tượng {n}",

    "none.ward": "Chỉ biết thuộc phường",
    "none.ward.note": "Biết chắc là trong phường nhưng không biết chỗ nào.",
    "none.none": "Chưa rõ vị trí",
    "none.none.note": "Chưa có căn cứ nào về vị trí.",

    "measure.area": "Diện tích",
    "measure.perimeter": "chu vi",
    "measure.length": "Chiều dài",
    "measure.stated": "Văn bản ghi {area}, lệch {percent}.",
    "measure.busy": "Đang đo…",

    "sure.legend": "Chắc đến đâu",
    "sure.choose": "Chọn mức…",
    "sure.radius": "Sai số (m)",
    "sure.radius.note": "Vị trí thật không cách hình vẽ quá chừng này (chắc 9 phần 10).",
    "sure.surveyed": "Đúng theo tọa độ",
    "sure.traced": "Theo công trình trên bản đồ",
    "sure.place": "Quanh một địa danh (tới 500 m)",
    "sure.area": "Trong một khu vực",
    "sure.between": "Giữa hoặc dọc các địa danh",

    "source.label": "Văn bản làm căn cứ",
    "source.example": "Quyết định số 123/QĐ-UBND ngày 05/03/2026 của UBND thành phố",
    "reason.label": "Vì sao sửa",
    "reason.example": "Quyết định có bảng tọa độ ranh giới",
    "doubts.title": "Cần đối chiếu trước khi lưu",
    "doubts.confirm": "Tôi đã đối chiếu với văn bản gốc",

    "save": "Lưu vị trí",
    "saving": "Đang lưu…",
    "missing.geometry": "Chưa có vị trí mới.",
    "missing.precision": "Chưa chọn mức chắc chắn.",
    "missing.radius": "Sai số phải là số mét lớn hơn 0.",
    "missing.source": "Chưa ghi văn bản làm căn cứ.",
    "missing.reason": "Chưa ghi vì sao sửa.",
    "missing.confirm": "Chưa xác nhận đã đối chiếu.",
    "faults": "Chưa lưu được",
    "signin": "Đăng nhập lại ở thẻ khác",

    "saved.title": "Đã lưu vị trí mới",
    "saved.none": "Đã ghi là không có vị trí",
    "saved.undone": "Đã hoàn tác",
    "saved.text": "{id}, lần sửa thứ {revision}. Bản đồ đã dùng vị trí này.",
    "saved.done": "Xong",
    "undo": "Hoàn tác",
    "undo.reason": "Hoàn tác ngay sau khi lưu",

    "conflict.title": "{who} vừa sửa vị trí này trước bạn",
    "conflict.text": "Lưu lúc {when}: {how}, theo {source}. Lý do: {reason} Hình của người ấy vẽ nét tím trên bản đồ; chưa có gì bị ghi đè.",
    "conflict.gone": "Có người vừa sửa vị trí này. Chưa có gì bị ghi đè.",
    "conflict.theirs": "Giữ vị trí của người ấy",
    "conflict.mine": "Vẫn lưu vị trí của tôi",
    "conflict.compare": "Nhìn cả hai",

    "history.title": "Lịch sử vị trí ({n})",
    "history.empty": "Chưa ai sửa; vị trí đang lưu là máy đọc từ tên công trình.",
    "history.engine": "Máy đọc từ tên công trình",
    "history.line": "Lần {revision}: {who}, {when}",
    "history.place": "Có vị trí ({precision}, sai số {radius})",
    "history.none": "Ghi là không có vị trí",
    "history.back": "Trả về cho máy đọc",
    "history.now": "đang dùng",
    "history.restore": "Quay lại bản này",
    "history.reason": "Vì sao quay lại",
    "history.changed": "Danh mục đã đổi sau lần sửa này:",
    "method.drawn": "vẽ trên bản đồ",
    "method.traced": "vẽ theo bản đồ",
    "method.coordinates": "bảng tọa độ",
    "method.file": "tệp",
    "method.gps": "GPS",
    "method.statement": "theo văn bản, không vẽ",
    "method.undo": "hoàn tác",
  };

  pm.edit = {};

  /** Say a sentence of the editor with its values put in; an unknown key shows itself. */
  pm.edit.say = function (key, values) {
    const words = Object.hasOwn(WORDS, key) ? WORDS[key] : key;
    return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
  };

  const number = (value, digits) => pm.number(value, digits);

  /** @param {number} metres @returns {string} `812,5 m`, `12,31 km` */
  pm.edit.length = (metres) => (metres < 10000 ? `${number(metres, 1)} m` : `${number(metres / 1000, 2)} km`);

  /** @param {number} m2 @returns {string} `12.390 m² (1,239 ha)` */
  pm.edit.area = (m2) => `${number(m2, m2 < 1000 ? 1 : 0)} m²${m2 >= 1000 ? ` (${number(m2 / 10000, 4)} ha)` : ""}`;

  /** @param {number} value in percent @returns {string} with its sign: `+0,1 %` */
  pm.edit.percent = function (value) {
    const rounded = Math.round(value * 100) / 100 + 0; // no minus before a nought
    return `${rounded > 0 ? "+" : ""}${number(rounded, 2)} %`;
  };

  const CLOCK = { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };

  /** @param {string} iso a moment @returns {string} `14:05 24/11/2026`, as the clocks of the ward show it */
  pm.edit.moment = function (iso) {
    const parts = Object.fromEntries(
      new Intl.DateTimeFormat("en-GB", CLOCK).formatToParts(new Date(iso)).map((part) => [part.type, part.value]),
    );
    return `${parts.hour}:${parts.minute} ${parts.day}/${parts.month}/${parts.year}`;
  };
})(window.projectmap);
