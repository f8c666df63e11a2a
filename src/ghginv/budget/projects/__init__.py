"""Investment projects 新上项目: their carbon evaluation 碳排放评价 and what becomes of them; pure."""
