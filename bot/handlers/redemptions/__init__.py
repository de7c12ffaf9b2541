"""Points that pay for a part of a bill, asked at the till and answered on the customer's phone."""
