"""海葬, 江河撒散, 撒散: voyages and scattering days, the families who come, what is scattered."""
