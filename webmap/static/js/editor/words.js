/** The sentences of the editor of places, and how lengths and areas are said. */
(function (pm) {
  "use strict";

  pm.addWords({
    "edit.door": "Sửa vị trí",
    "edit.title": "Sửa vị trí",
    "edit.fold": "Thu gọn để nhìn bản đồ",
    "edit.unfold": "Mở bảng sửa vị trí",
    "edit.close": "Thôi sửa",
    "edit.leave.ask": "Có thay đổi chưa lưu. Bỏ hết?",
    "edit.leave.yes": "Bỏ, không lưu",
    "edit.leave.no": "Sửa tiếp",
    "edit.loading": "Đang tải lịch sử vị trí…",
    "edit.failed": "Không tải được lịch sử vị trí. Hãy thử lại.",

    "edit.legend.old": "Đang lưu",
    "edit.legend.new": "Vị trí mới",
    "edit.legend.other": "Người khác vừa lưu",

    "edit.mode.legend": "Lấy vị trí mới từ đâu",
    "edit.mode.table": "Bảng tọa độ",
    "edit.mode.draw": "Vẽ",
    "edit.mode.file": "Tệp",
    "edit.mode.none": "Không có vị trí",

    "edit.table.label": "Dán bảng tọa độ trong quyết định",
    "edit.table.example": "Kinh tuyến trục 105°45', múi 3°\n1    2314037,64    595190,88\n2    2314137,64    595290,88\n3    …",
    "edit.table.hint": "Chép nguyên từ Word, Excel hay PDF, cả dòng ghi kinh tuyến trục và diện tích nếu có.",
    "edit.table.reading": "Đang thử mọi múi và cả hai thứ tự trục…",
    "edit.table.several": "Có {n} cách đọc cùng rơi vào đây. Hãy xem từng cách trên bản đồ rồi chọn theo văn bản gốc.",
    "edit.table.choose": "Chọn cách đọc đúng với văn bản",
    "edit.table.all": "Mọi cách đọc đã thử ({n})",
    "edit.table.system": "Hệ tọa độ, thứ tự",
    "edit.table.lands": "Rơi vào đâu",
    "edit.table.corners": "Các điểm đã đọc ({n})",
    "edit.table.corner": "Điểm",
    "edit.table.first": "Cột thứ nhất",
    "edit.table.second": "Cột thứ hai",
    "edit.kind.legend": "Nối các điểm thành",
    "edit.kind.polygon": "Vùng",
    "edit.kind.line": "Đường",
    "edit.kind.point": "Điểm",
    "edit.adjust": "Chỉnh tay hình này",

    "edit.draw.hint.mouse": "Bấm lên bản đồ để đặt đỉnh, kéo đỉnh để dời, bấm dấu + giữa hai đỉnh để chen thêm.",
    "edit.draw.hint.keys": "Bàn phím: đưa dấu chữ thập tới chỗ cần bằng phím mũi tên, Enter để đặt đỉnh. Ở một đỉnh: mũi tên để dời, Delete để xóa.",
    "edit.draw.add": "Đặt đỉnh ở dấu chữ thập",
    "edit.draw.undo": "Bỏ bước vừa rồi",
    "edit.draw.clear": "Xóa hết",
    "edit.draw.copy": "Bắt đầu từ hình đang lưu",
    "edit.draw.few.line": "Cần ít nhất 2 đỉnh; đang có {n}.",
    "edit.draw.few.polygon": "Cần ít nhất 3 đỉnh; đang có {n}.",
    "edit.draw.few.point": "Chưa đặt điểm nào.",
    "edit.vertex": "Đỉnh {n} trên {total}. Mũi tên để dời, Delete để xóa.",
    "edit.vertex.added": "Đã đặt đỉnh {n}.",
    "edit.vertex.removed": "Đã xóa đỉnh {n}.",
    "edit.between": "Chen một đỉnh giữa đỉnh {a} và đỉnh {b}",

    "edit.file.label": "Chọn tệp…",
    "edit.file.drop": "hoặc kéo tệp vào đây",
    "edit.file.hint": "GeoJSON, GeoPackage, Shapefile (nén zip), KML, KMZ, DXF, CSV; tối đa 20 MB. Tệp chỉ được đọc để xem trước, chưa lưu gì.",
    "edit.file.reading": "Đang đọc {name}…",
    "edit.file.layer": "Lớp",
    "edit.file.declared": "Tệp ghi: {words}.",
    "edit.file.undeclared": "Tệp không ghi hệ tọa độ.",
    "edit.file.features": "Chọn đối tượng ({n})",
    "edit.file.some": "Hiện {n} trên {total} đối tượng; đối tượng trong phường đứng trước.",
    "edit.file.feature": "Đối tượng {n}",

    "edit.none.ward": "Chỉ biết thuộc phường",
    "edit.none.ward.note": "Biết chắc là trong phường nhưng không biết chỗ nào.",
    "edit.none.none": "Chưa rõ vị trí",
    "edit.none.none.note": "Chưa có căn cứ nào về vị trí.",

    "edit.measure.area": "Diện tích",
    "edit.measure.perimeter": "chu vi",
    "edit.measure.length": "Chiều dài",
    "edit.measure.stated": "Văn bản ghi {area}, lệch {percent}.",
    "edit.measure.busy": "Đang đo…",

    "edit.sure.legend": "Chắc đến đâu",
    "edit.sure.choose": "Chọn mức…",
    "edit.sure.radius": "Sai số (m)",
    "edit.sure.radius.note": "Vị trí thật không cách hình vẽ quá chừng này (chắc 9 phần 10).",
    "edit.sure.surveyed": "Đúng theo tọa độ",
    "edit.sure.traced": "Theo công trình trên bản đồ",
    "edit.sure.place": "Quanh một địa danh (tới 500 m)",
    "edit.sure.area": "Trong một khu vực",
    "edit.sure.between": "Giữa hoặc dọc các địa danh",

    "edit.source.label": "Văn bản làm căn cứ",
    "edit.source.example": "Quyết định số 123/QĐ-UBND ngày 05/03/2026 của UBND thành phố",
    "edit.reason.label": "Vì sao sửa",
    "edit.reason.example": "Quyết định có bảng tọa độ ranh giới",
    "edit.doubts.title": "Cần đối chiếu trước khi lưu",
    "edit.doubts.confirm": "Tôi đã đối chiếu với văn bản gốc",

    "edit.save": "Lưu vị trí",
    "edit.saving": "Đang lưu…",
    "edit.missing.geometry": "Chưa có vị trí mới.",
    "edit.missing.precision": "Chưa chọn mức chắc chắn.",
    "edit.missing.radius": "Sai số phải là số mét lớn hơn 0.",
    "edit.missing.source": "Chưa ghi văn bản làm căn cứ.",
    "edit.missing.reason": "Chưa ghi vì sao sửa.",
    "edit.missing.confirm": "Chưa xác nhận đã đối chiếu.",
    "edit.faults": "Chưa lưu được",
    "edit.signin": "Đăng nhập lại ở thẻ khác",

    "edit.saved.title": "Đã lưu vị trí mới",
    "edit.saved.none": "Đã ghi là không có vị trí",
    "edit.saved.undone": "Đã hoàn tác",
    "edit.saved.text": "{id}, lần sửa thứ {revision}. Bản đồ đã dùng vị trí này.",
    "edit.saved.done": "Xong",
    "edit.undo": "Hoàn tác",
    "edit.undo.reason": "Hoàn tác ngay sau khi lưu",

    "edit.conflict.title": "{who} vừa sửa vị trí này trước bạn",
    "edit.conflict.text": "Lưu lúc {when}: {how}, theo {source}. Lý do: {reason} Hình của người ấy vẽ nét tím trên bản đồ; chưa có gì bị ghi đè.",
    "edit.conflict.gone": "Có người vừa sửa vị trí này. Chưa có gì bị ghi đè.",
    "edit.conflict.theirs": "Giữ vị trí của người ấy",
    "edit.conflict.mine": "Vẫn lưu vị trí của tôi",
    "edit.conflict.compare": "Nhìn cả hai",

    "edit.history.title": "Lịch sử vị trí ({n})",
    "edit.history.empty": "Chưa ai sửa; vị trí đang lưu là máy đọc từ tên công trình.",
    "edit.history.engine": "Máy đọc từ tên công trình",
    "edit.history.line": "Lần {revision}: {who}, {when}",
    "edit.history.place": "Có vị trí ({precision}, sai số {radius})",
    "edit.history.none": "Ghi là không có vị trí",
    "edit.history.back": "Trả về cho máy đọc",
    "edit.history.now": "đang dùng",
    "edit.history.restore": "Quay lại bản này",
    "edit.history.reason": "Vì sao quay lại",
    "edit.history.changed": "Danh mục đã đổi sau lần sửa này:",
    "edit.method.drawn": "vẽ trên bản đồ",
    "edit.method.traced": "vẽ theo bản đồ",
    "edit.method.coordinates": "bảng tọa độ",
    "edit.method.file": "tệp",
    "edit.method.gps": "GPS",
    "edit.method.statement": "theo văn bản, không vẽ",
    "edit.method.undo": "hoàn tác",
  });

  pm.edit = {};

  /** Say a sentence of the editor with its values put in. */
  pm.edit.say = (key, values) => pm.say(`edit.${key}`, values);

  /** @param {number} metres @returns {string} `812,5 m`, `12,31 km` */
  pm.edit.length = (metres) => (metres < 10000 ? `${pm.number(metres, 1)} m` : `${pm.number(metres / 1000, 2)} km`);

  /** @param {number} m2 @returns {string} `12.390 m² (1,239 ha)` */
  pm.edit.area = (m2) => (m2 < 1000 ? `${pm.number(m2, 1)} m²` : `${pm.number(m2, 0)} m² (${pm.number(m2 / 10000, 4)} ha)`);

  /** @param {number} value in percent @returns {string} with its sign: `+0,1 %` */
  pm.edit.percent = function (value) {
    const rounded = Math.round(value * 100) / 100 + 0; // no minus before a nought
    return `${rounded > 0 ? "+" : ""}${pm.number(rounded, 2)}${pm.language === "en" ? "%" : " %"}`;
  };

  const CLOCK = { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };

  /** @param {string} iso a moment @returns {string} `14:05 24/11/2026`, as the clocks of the ward show it */
  pm.edit.moment = function (iso) {
    const parts = Object.fromEntries(
      new Intl.DateTimeFormat("en-GB", CLOCK).formatToParts(new Date(iso)).map((part) => [part.type, part.value]),
    );
    return `${parts.hour}:${parts.minute} ${pm.date(`${parts.year}-${parts.month}-${parts.day}`)}`;
  };
})(window.projectmap);
