"""The verbs of the closed loop, by kind. `services.desk.cases.act` is the one door to them and asks who may."""
