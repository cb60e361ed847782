using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class RealSignIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Address",
                table: "SignInIdentities",
                type: "nvarchar(320)",
                maxLength: 320,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "BoundAt",
                table: "SignInIdentities",
                type: "datetime2(3)",
                precision: 3,
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<string>(
                name: "BoundBy",
                table: "SignInIdentities",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Source",
                table: "RoleGrants",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Product");

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    PersonId = table.Column<long>(type: "bigint", nullable: true),
                    Method = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    SeenAt = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: true),
                    SignOutHint = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "WaitingSignIns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Issuer = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    Address = table.Column<string>(type: "nvarchar(320)", maxLength: 320, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Why = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    FirstAt = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    LastAt = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WaitingSignIns", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_PersonId_EndedAt",
                table: "Sessions",
                columns: new[] { "PersonId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_WaitingSignIns_Issuer_Subject",
                table: "WaitingSignIns",
                columns: new[] { "Issuer", "Subject" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropTable(
                name: "WaitingSignIns");

            migrationBuilder.DropColumn(
                name: "Address",
                table: "SignInIdentities");

            migrationBuilder.DropColumn(
                name: "BoundAt",
                table: "SignInIdentities");

            migrationBuilder.DropColumn(
                name: "BoundBy",
                table: "SignInIdentities");

            migrationBuilder.DropColumn(
                name: "Source",
                table: "RoleGrants");
        }
    }
}
