FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/newsdesk ./bot && mkdir /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/newsdesk /newsdesk
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
# Not NEWSDESK_DATA: an empty one in an --env-file would replace it, and the
# articles would go where no volume is.
ENV XDG_DATA_HOME=/data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["/newsdesk", "health"]
ENTRYPOINT ["/newsdesk"]
