/** What a point of the map says of itself. */
projectmap.addWords({
  "here.wgs84": "WGS 84",
  "here.vn2000": "VN-2000, kinh tuyến trục 105°45′, múi 3°",
  "here.vn2000.value": "X {x} · Y {y}",
  "here.copy": "Chép tọa độ {system}",
  "here.copied": "Đã chép tọa độ.",
  "here.by-hand": "Trình duyệt không cho chép. Hãy chép bằng tay: {text}",
  "here.commune": "Xã cũ",
  "here.communes": "{names} (ranh vẽ phác)",
  "here.commune.none": "Chưa rõ",
  "here.ward": "Phường",
  "here.inside": "Trong phường Thủy Nguyên",
  "here.outside": "Ngoài phường Thủy Nguyên",
  "here.over": "Nằm trong vùng của",
  "here.over.none": "Không có vùng nào phủ lên điểm này",
  "here.over.some": "{n} dòng: {ids}",
});
