/** The sentences of the help. */
(function (pm) {
  "use strict";

  pm.addWords({
    "help.title": "Trợ giúp",
    "help.close": "Đóng trợ giúp",
    "help.topics": "Mục trợ giúp",
    "help.topic.colours": "Màu",
    "help.topic.sure": "Vị trí",
    "help.topic.keys": "Phím tắt",
    "help.guide": "Sách hướng dẫn",
    "help.tour": "Xem lại vòng giới thiệu",

    "colours.funding":
      "Màu nói ai trả tiền. Biểu tượng trong hình tròn nói loại công trình. Vòng tròn chia phần là nhiều dòng ở cùng một chỗ, mỗi dòng một phần.",
    "colours.clearance": "Viền nói việc giải phóng mặt bằng (GPMB) đứng đâu so với thời hạn. Nền nói đã bàn giao được bao nhiêu, theo báo cáo mới nhất.",
    "colours.edge": "Viền: so với thời hạn",
    "colours.fill": "Nền: phần đã bàn giao theo báo cáo",
    "colours.hatch":
      "Gạch chéo là chưa có báo cáo. Khi đó chỉ biết theo lịch của chương trình: thời gian trôi qua không phải là tiến độ, và chưa có báo cáo không phải là 0 %.",
    "colours.shape": "Không cần phân biệt được màu: nét đứt, nét đậm, dấu ! và ✓ nói cùng một điều.",
    "colours.landuse": "Đây không phải màu của bản đồ sử dụng đất.",

    "sure.lead":
      "Chương trình không ghi tọa độ: mỗi dòng được đặt theo lời của tên nó. Sai số là khoảng cách mà chỗ thật nằm trong đó, chín lần trong mười.",
    "sure.row": "Dòng đang xem",
    "sure.classes": "Các mức, từ chắc đến không rõ",
    "sure.evidence": "Căn cứ từng lời nằm ở mục “Căn cứ từ tên công trình” của mỗi dòng.",
    "sure.mend": "Có quyết định hoặc số đo rõ hơn? Mở dòng ấy rồi bấm “Sửa vị trí”.",

    "keys.lead": "Mọi việc trên bản đồ làm được bằng bàn phím. Tab đi tới phần kế tiếp.",
    "keys.anywhere": "Ở bất cứ đâu",
    "keys.search": "Trong ô tìm",
    "keys.list": "Trong danh sách",
    "keys.map": "Trên bản đồ",
    "keys.measure": "Khi đo",
    "key.search": "Tới ô tìm",
    "key.help": "Mở bảng này",
    "key.print": "In bản đồ đang xem",
    "key.escape": "Đóng chi tiết, bộ lọc, hộp đang mở; về chỗ trước đó",
    "key.down": "Xuống kết quả, từ dòng này sang dòng khác",
    "key.first": "Mở dòng đầu tiên tìm thấy",
    "key.empty": "Xóa chữ đang tìm, rồi ra khỏi ô",
    "key.walk": "Dòng trên, dòng dưới",
    "key.page": "Năm dòng một lần",
    "key.ends": "Dòng đầu, dòng cuối",
    "key.open": "Mở dòng",
    "key.compare": "Chọn dòng để so sánh, hay thôi",
    "key.move": "Dời bản đồ",
    "key.zoom": "Phóng to, thu nhỏ",
    "key.mark": "Mở ký hiệu đang chọn",
    "key.point": "Lấy điểm giữa bản đồ",
    "key.stop": "Thôi đo",
    "name.ArrowUp": "↑",
    "name.ArrowDown": "↓",
    "name.ArrowLeft": "←",
    "name.ArrowRight": "→",
    "name.Escape": "Esc",
    "name.PageUp": "Page Up",
    "name.PageDown": "Page Down",
  });
})(window.projectmap);
