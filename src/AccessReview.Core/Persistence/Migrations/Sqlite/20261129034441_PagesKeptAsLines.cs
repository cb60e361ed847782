using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PagesKeptAsLines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Pages of readings under way, kept in another form: those readings begin again. SQLite would change the columns in several
            // transactions, and a process that died between them would never start again; a table is made anew in one.
            migrationBuilder.DropTable(
                name: "KeptPages");

            migrationBuilder.CreateTable(
                name: "KeptPages",
                columns: table => new
                {
                    WorkId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Next = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Line = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptPages", x => new { x.WorkId, x.Number });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KeptPages");

            migrationBuilder.CreateTable(
                name: "KeptPages",
                columns: table => new
                {
                    WorkId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    List = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Cursor = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Request = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", precision: 3, nullable: false),
                    Next = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptPages", x => new { x.WorkId, x.Number });
                });
        }
    }
}
