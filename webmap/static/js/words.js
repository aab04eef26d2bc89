/** The sentences of the map, and how years and the sureness of a place are said. */
(function (pm) {
  "use strict";

  const WORDS = {
    "map.label": "Bản đồ các công trình của phường",
    "themes.label": "Tô màu theo",
    "loading": "Đang tải công trình…",
    "empty.title": "Chưa có công trình nào",
    "empty.text": "Danh sách công trình đang trống. Khi có dữ liệu, bản đồ sẽ hiện ở đây.",
    "error.title": "Không tải được công trình",
    "error.offline": "Máy chủ không trả lời. Hãy kiểm tra đường truyền rồi thử lại.",
    "error.status": "Máy chủ báo lỗi {status}. Hãy thử lại sau ít phút.",
    "error.retry": "Thử lại",
    "base.failed": "Chưa tải được bản đồ nền. Công trình vẫn hiện đủ.",
    "tiles.failed": "Không tải được ảnh OpenStreetMap. Máy này có lẽ không có internet.",

    "legend.title": "Chú giải",
    "legend.mapped": "{n} trên {total} trên bản đồ",
    "legend.here": "Bản đồ",
    "legend.all": "Tất cả",
    "legend.funding": "Nguồn vốn",
    "legend.clearance": "Giải phóng mặt bằng",
    "legend.progress": "Tiến độ theo báo cáo",
    "legend.calendar": "Chưa có báo cáo nào, nên màu chỉ nói theo lịch của chương trình, không nói tiến độ thực tế.",
    "legend.partly": "Nền gạch chéo là chưa có báo cáo: khi đó màu chỉ nói theo lịch của chương trình.",
    "legend.asof": "Tính đến ngày {date}.",
    "legend.units": "Công trình có GPMB ở cùng chỗ được tính theo dòng GPMB.",
    "legend.precision": "Vị trí chắc đến đâu",
    "legend.marks": "Ký hiệu",
    "legend.one": "Một dòng, biểu tượng theo loại công trình",
    "legend.several": "Nhiều dòng cùng một chỗ, mỗi dòng một phần của vòng",
    "legend.moved": "Ký hiệu dời ra cho khỏi che nhau, có nét nối về chỗ của nó",

    "filter.on": "Đang lọc, chỉ đếm các dòng còn lại.",
    "filter.off": "Bỏ lọc",

    "drawer.title": "Chưa định vị / toàn phường",
    "drawer.ward": "Chỉ biết thuộc phường",
    "drawer.none": "Không rõ vị trí",
    "drawer.tasks": "Dòng nào cần đặt vị trí, cần văn bản gì",
    "drawer.empty": "Mọi dòng đều có chỗ trên bản đồ.",

    "details.label": "Chi tiết công trình",
    "details.missing": "Không có dòng nào mang mã “{id}”. Hãy xem lại mã trong liên kết.",
    "details.close": "Đóng",
    "details.back": "Cả {n} dòng ở chỗ này",
    "details.shared": "{n} dòng cùng một chỗ",
    "details.shared.note": "Chưa đủ căn cứ để tách vị trí từng dòng, nên bản đồ vẽ chung một vùng.",
    "details.row": "Phụ lục {appendix}, dòng {number}",
    "details.funding": "Nguồn vốn",
    "details.funding.raw": "văn bản ghi: {raw}",
    "details.years": "Thời gian",
    "details.term": "Thời gian: {years}",
    "details.clearance": "Giải phóng mặt bằng",
    "details.reported": "Báo cáo ngày {date}, chưa có số liệu để tính phần đã bàn giao.",
    "details.reported.share": "Báo cáo ngày {date}: đã bàn giao {share} {basis}.",
    "basis.area": "diện tích",
    "basis.households": "số hộ",
    "basis.length": "chiều dài",
    "basis.organisations": "số tổ chức",
    "details.clears": "Phục vụ công trình",
    "details.match.probable": "Có lẽ là cùng một dự án: tên hai dòng không giống hẳn nhau.",
    "details.match.none": "Chương trình không nêu công trình tương ứng.",
    "details.late": "GPMB kết thúc {clearance}, sau năm xong công trình ({project}).",
    "details.tight": "GPMB kết thúc cùng năm với công trình ({project}).",
    "details.place": "Vị trí",
    "details.sure": "Chắc đến đâu",
    "details.evidence": "Căn cứ từ tên công trình",
    "details.method": "Cách xác định: {method}.",
    "details.sources": "Nguồn dữ liệu",
    "details.source": "Vị trí",
    "details.origin": "Tên, nguồn vốn, thời gian",
    "details.outside": "Có phần nằm ngoài phường.",
    "details.sketch": "Nét vẽ là phác hướng, không phải tim tuyến.",
    "details.zoom": "Tới chỗ này",
    "details.copy": "Chép liên kết",
    "details.copied": "Đã chép liên kết",
    "details.copy.by-hand": "Trình duyệt không cho chép. Hãy chép địa chỉ trên thanh địa chỉ.",

    "radius.exact": "Đúng theo tọa độ, lệch không đáng kể.",
    "radius.drawn": "Vẽ theo đường, ranh đã biết, lệch khoảng {distance}, chắc 9 phần 10.",
    "radius.point": "Sai số khoảng {distance}: chỗ thật nằm trong vòng ấy, chắc 9 phần 10.",
    "radius.line": "Sai số khoảng {distance} về mỗi bên, chắc 9 phần 10.",
    "radius.area": "Nằm đâu đó trong vùng vẽ, sai số khoảng {distance}, chắc 9 phần 10.",
    "radius.unknown": "Chưa biết chắc đến đâu.",
    "radius.ward": "Chỉ biết thuộc phường, không vẽ lên bản đồ.",
    "errand.there": "Đủ chắc để đi tới nơi.",
    "errand.near": "Đủ để tới gần; tới nơi phải hỏi thêm.",
    "errand.region": "Chỉ để biết vùng, chưa đủ để đi tới nơi.",

    "years.both": "{start}–{finish}",
    "years.one": "{start}",
    "years.from": "từ {start}",
    "years.until": "đến {finish}",
    "years.unknown": "chưa rõ năm",

    "mark.one": "{name}, {look}",
    "mark.many": "{n} dòng cùng một chỗ: {names}",
    "tooltip.many": "{n} dòng cùng một chỗ",
    "tooltip.more": "và {n} dòng khác",

    "layers.title": "Lớp bản đồ",
    "layers.button": "Lớp bản đồ",
    "layers.projects": "Công trình",
    "layers.halos": "Vùng sai số",
    "layers.roads": "Đường",
    "layers.water": "Sông",
    "layers.neighbours": "Phường lân cận",
    "layers.labels": "Địa danh",
    "layers.osm": "Ảnh nền OpenStreetMap",
    "layers.osm.note": "cần internet",
    "layers.own": "Lớp riêng…",
    "zoom.in": "Phóng to",
    "zoom.out": "Thu nhỏ",
    "zoom.all": "Xem cả phường",
    "attribution.ward": "Ranh giới hành chính 2025",
    "attribution.osm": "Ảnh nền OpenStreetMap",
  };

  pm.addWords(WORDS);

  /** @param {?number} start @param {?number} finish @returns {string} the years as one says them */
  pm.years = function (start, finish) {
    if (start == null && finish == null) return pm.say("years.unknown");
    if (finish == null) return pm.say("years.from", { start });
    if (start == null) return pm.say("years.until", { finish });
    return pm.say(start === finish ? "years.one" : "years.both", { start, finish });
  };

  /**
   * Say how sure a place is.
   * @param {{precision: string, radius_m: ?number}} facts
   * @param {?GeoJSON.Geometry} geometry
   */
  pm.sureness = function (facts, geometry) {
    if (facts.precision === "ward") return pm.say("radius.ward");
    if (facts.precision === "none" || facts.radius_m == null) return pm.say("radius.unknown");
    if (facts.radius_m < 1) return pm.say("radius.exact");
    const known = facts.precision === "surveyed" || facts.precision === "traced"; // the drawing is the thing itself
    const shape = known ? "drawn" : pm.isLine(geometry) ? "line" : pm.isArea(geometry) ? "area" : "point";
    return pm.say(`radius.${shape}`, { distance: pm.distance(facts.radius_m) });
  };

  /** Say what a place is good for, to somebody about to drive there: in sight of it, near enough to ask, or neither. */
  pm.errand = function (facts) {
    return pm.say(facts.radius_m <= 100 ? "errand.there" : facts.radius_m <= 500 ? "errand.near" : "errand.region");
  };
})(window.projectmap);
