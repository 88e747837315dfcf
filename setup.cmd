@echo off
rem setup         installs what making a booklet needs into this folder; run again, it does only what is missing
rem setup --dev   and what the tests need
rem docs\installing.md tells what it does and why. On Linux and macOS: ./setup
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set PIP_DISABLE_PIP_VERSION_CHECK=1
set PIP_NO_INPUT=1
set PYTHONHOME=
set PYTHONPATH=
set requirements=requirements.txt
if "%~1"=="--dev" set requirements=requirements-dev.txt

rem 3.13, since older ones read where this folder is in the machine's code page, which lacks letters of its name
set "wanted=import sys; sys.exit(sys.version_info < (3, 13) or sys.maxsize < 2**32)"
set python=
for %%p in (py.exe python.exe python3.exe) do if not defined python call :try %%p
if not defined python goto unfound

rem A venv holds the path it was made for: a folder that moved gets a new one.
set place=
if exist .venv\.place set /p place=<.venv\.place
if "%place%"=="%CD%" if exist .venv\Scripts\python.exe goto made
%python% -m venv --clear .venv
if errorlevel 1 goto failed
>.venv\.place echo %CD%
:made

set "alike=import filecmp, sys; sys.exit(not all(map(filecmp.cmp, sys.argv[1::2], sys.argv[2::2])))"
.venv\Scripts\python.exe -c "%alike%" %requirements% .venv\.%requirements% pyproject.toml .venv\.pyproject.toml >nul 2>&1
if not errorlevel 1 goto installed
echo Cài các gói Python vào .venv … / Installing Python packages into .venv …
.venv\Scripts\python.exe -m pip -q install --require-hashes --only-binary :all: -r %requirements%
if errorlevel 1 goto failed
.venv\Scripts\python.exe -m pip -q install --no-index --no-deps --no-build-isolation --editable .
if errorlevel 1 goto failed
copy /y requirements.txt .venv\.requirements.txt >nul
copy /y %requirements% .venv\.%requirements% >nul
copy /y pyproject.toml .venv\.pyproject.toml >nul

:installed
echo Xong. Làm sách / Done. Make the booklet: .venv\Scripts\python build.py
exit /b 0

:try
%1 -c "%wanted%" >nul 2>&1
if not errorlevel 1 set python=%1
exit /b 0

:unfound
echo setup: cần Python 3.13 trở lên, bản 64 bit: tải ở python.org, cài cho riêng mình, không cần quyền quản trị
echo setup: Python 3.13 or newer of 64 bits is needed: from python.org, for yourself alone, without an administrator
exit /b 1

:failed
echo setup: không xong, xem lỗi bên trên; có mạng không? Sửa rồi chạy lại setup
echo setup: failed as shown above; is there a network? Then run setup again
exit /b 1
