# The app as one container: docker build -t playground . && docker run --rm -p 8501:8501 playground
FROM python:3.13-slim

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

COPY .streamlit .streamlit
COPY playground playground
COPY pages pages
COPY app.py .
# The user below may not write here, so what can be compiled is compiled now.
RUN python -m compileall -q .

# A number, so that a cluster that refuses root can tell; it has no home, and none is written to.
USER 10001:10001
ENV HOME=/tmp PYTHONUNBUFFERED=1
EXPOSE 8501
HEALTHCHECK --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=3)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.fileWatcherType=none"]
