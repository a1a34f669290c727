"""The journal's names of operations and records, as people say them."""

from kernel.i18n import _

OPERATIONS = {
    "billing.issue_bill": _("出具账单"),
    "billing.print_receipt": _("打印收据"),
    "billing.publish_policy": _("公布减免政策"),
    "billing.publish_tariff_item": _("公布收费项目"),
    "billing.record_charge": _("登记费用"),
    "billing.take_cash": _("收款"),
    "booking.confirm_booking": _("家属确认预约"),
    "booking.forget_drafts": _("清除过期的填写内容"),
    "booking.open_case_from_booking": _("接待预约家属"),
    "booking.save_answers": _("家属保存填写内容"),
    "booking.start_draft": _("家属开始填写"),
    "cemetery.add_columbarium": _("登记骨灰堂"),
    "cemetery.deposit_ashes": _("骨灰寄存"),
    "cemetery.replace_plate": _("更换铭牌"),
    "funeral.add_resource": _("登记告别厅或火化机"),
    "funeral.cancel_farewell": _("改为不举行告别仪式"),
    "funeral.end_cremation": _("结束火化"),
    "funeral.issue_certificate": _("出具火化证明"),
    "funeral.make_bill": _("结算"),
    "funeral.move_occupancy": _("移动日程"),
    "funeral.open_case": _("登记案件"),
    "funeral.open_walk_in_case": _("窗口登记"),
    "funeral.plan_case": _("安排日程"),
    "funeral.plan_farewell": _("预留时间"),
    "funeral.receive_remains": _("遗体入馆"),
    "funeral.record_farewell": _("登记告别仪式"),
    "funeral.record_paper": _("登记证明材料"),
    "funeral.start_cremation": _("开始火化"),
    "funeral.tell_family": _("通知家属"),
    "hardware.add_printer": _("登记打印机"),
    "hardware.answer_unconfirmed": _("确认是否打印"),
    "hardware.change_printer": _("修改打印机"),
    "hardware.claim_print_job": _("领取打印任务"),
    "hardware.print_slip": _("打印单据"),
    "hardware.print_trial_page": _("打印测试页"),
    "hardware.record_print_result": _("记录打印结果"),
    "hardware.reprint": _("补打"),
    "kernel.add_institution": _("登记机构"),
    "kernel.add_staff": _("登记工作人员"),
    "kernel.change_password": _("修改密码"),
    "kernel.record_claimant_identity": _("核对经办人身份证"),
    "kernel.refuse_sign_in": _("拒绝登录"),
    "kernel.register_claimant": _("登记经办人"),
    "kernel.register_deceased": _("登记逝者"),
    "kernel.sign_in": _("登录"),
    "oversight.record_deaths": _("登记死亡人口"),
}

RECORDS = {
    "admissions": _("入馆记录"),
    "ash_deposits": _("骨灰寄存"),
    "bill_lines": _("账单项目"),
    "bills": _("账单"),
    "bookings": _("预约"),
    "case_papers": _("证明材料"),
    "cases": _("案件"),
    "charges": _("费用"),
    "claimants": _("经办人"),
    "counters": _("编号计数"),
    "cremation_certificates": _("火化证明"),
    "cremation_runs": _("火化记录"),
    "death_counts": _("死亡人口"),
    "deceased": _("逝者"),
    "drafts": _("家属填写内容"),
    "farewells": _("告别仪式"),
    "idempotency_keys": _("提交记录"),
    "institutions": _("机构"),
    "niches": _("格位"),
    "occupancies": _("日程占用"),
    "payments": _("收款"),
    "plans": _("日程"),
    "plates": _("铭牌"),
    "print_jobs": _("打印任务"),
    "printers": _("打印机"),
    "receipts": _("收据"),
    "resources": _("告别厅或火化机"),
    "sites": _("骨灰堂"),
    "staff": _("工作人员"),
    "tariff_items": _("收费项目"),
    "waiver_policies": _("减免政策"),
}


def say_operation(name: str) -> str:
    return str(OPERATIONS.get(name, _("其他办理")))


def say_record(table: str) -> str:
    return str(RECORDS.get(table, _("其他记录")))


def say_who(by: str, names: dict[str, str]) -> str:
    """ "staff:…" by name, a family as 家属, a machine as 系统."""
    if by.startswith("family:"):
        return str(_("家属"))
    return names.get(by) or str(_("系统"))
